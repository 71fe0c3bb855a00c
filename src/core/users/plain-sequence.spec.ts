import { isPlainSequence } from './plain-sequence';

describe('isPlainSequence (SEC-PW-07)', () => {
  it.each([
    'abcdefgh',
    'hgfedcba',
    '12345678',
    '0987654321',
    '90123456',
    '1234567890123',
    'qwertyuiop',
    'lkjhgfds',
    'абвгдежз',
    'xyzabcde',
    '!"#$%&\'(',
  ])('finds %s', (text) => {
    expect(isPlainSequence(text)).toBe(true);
  });

  it.each(['', 'a', 'abcdefgi', 'acegikmo', '11111111', '12348765', 'abcd1234', 'lowercase only words'])(
    'passes %j',
    (text) => {
      expect(isPlainSequence(text)).toBe(false);
    },
  );
});
