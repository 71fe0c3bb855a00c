import { counterKey, lengthPrefixed } from './part-text';

describe('parts as one text', () => {
  it('SEC-TEN-02: keeps tuples apart whose parts join to the same characters', () => {
    expect(lengthPrefixed('ab', 'c')).toBe('2:ab1:c');
    expect(lengthPrefixed('a', 'bc')).toBe('1:a2:bc');
  });

  it('SEC-TEN-02: counts under keys that no other tuple has', () => {
    expect(counterKey('login', 1, '2')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(counterKey('login', 1, '2')).toBe(counterKey('login', 1, '2'));
    expect(counterKey('login', 1, '2')).not.toBe(counterKey('login', '1', '2'));
    expect(counterKey('login', 'a","b')).not.toBe(counterKey('login', 'a', 'b'));
  });
});
