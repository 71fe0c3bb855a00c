import { canonicalEmail, canonicalIdentifier, canonicalPhone, canonicalUsername } from './canonical-key';

const HOSTILE = [
  ['a NUL', 'us\0er'],
  ['a control character', 'us\x1ber'],
  ['a zero-width space', 'us\u200ber'],
  ['a zero-width joiner', 'us\u200der'],
  ['a soft hyphen', 'us\u00ader'],
  ['a byte order mark', '\ufeffuser'],
  ['a bidirectional override', 'us\u202eer'],
  ['a bidirectional isolate', 'us\u2066er'],
  ['a Hangul filler', 'us\u3164er'],
  ['a variation selector', 'us\ufe0fer'],
  ['a tag character', 'us\u{e0041}er'],
  ['a lone surrogate', 'us\ud800er'],
  ['an unassigned code point', 'us\u0378er'],
  ['a noncharacter', 'us\uffffer'],
  ['a private-use code point', 'us\ue000er'],
  ['inner white space', 'us er'],
  ['an inner no-break space', 'us\u00a0er'],
  ['an inner line end', 'us\ner'],
  ['a space that folding uncovers', 'us\u00a8er'],
  ['nothing', ''],
  ['blanks only', ' \t '],
  ['255 characters', 'x'.repeat(255)],
  ['text that grows over the cap', '\ufdfa'.repeat(200)],
] as const;

describe('canonicalUsername (SEC-ID-02)', () => {
  it.each([
    ['  John.Doe\n', 'john.doe'],
    ['\uff35\uff53\uff45\uff52', 'user'],
    ['\u212aelvin', 'kelvin'],
    ['e\u0301', '\u00e9'],
    ['\ufb01x', 'fix'],
    ['\u00b2', '2'],
    ['STRASSE', 'strasse'],
    ['stra\u00dfe', 'stra\u00dfe'],
    ['\u1e9e', '\u00df'],
    ['x'.repeat(254), 'x'.repeat(254)],
  ])('folds %j', (typed, key) => {
    expect(canonicalUsername(typed)).toBe(key);
  });

  it.each(HOSTILE)('refuses %s', (_name, text) => {
    expect(canonicalUsername(text)).toBeNull();
    expect(canonicalEmail(`${text}@example.com`)).toBeNull();
    expect(canonicalIdentifier(text)).toBeNull();
  });

  it('is stable: folding a key again gives the key, for every code point', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const key = canonicalUsername(`a${String.fromCodePoint(code)}`);
      if (key !== null && canonicalUsername(key) !== key) throw new RangeError(`U+${code.toString(16)} is not stable`);
    }
  });

  it('keeps look-alikes apart (SEC-ID-01)', () => {
    const keys = ['user', 'us\u00e9r', '\u0443ser', 'u\u0455er', 'use\u0131', 'usei'].map(canonicalUsername);
    expect(new Set(keys).size).toBe(6);
  });
});

describe('canonicalEmail (SEC-ID-02)', () => {
  it.each([
    [' John.Doe+Tag@Example.COM ', 'john.doe+tag@example.com'],
    ['user@b\u00fccher.example', 'user@xn--bcher-kva.example'],
    ['user@B\u00dcCHER.example', 'user@xn--bcher-kva.example'],
    ['user\uff20example.com', 'user@example.com'],
    ['user@example\u3002com', 'user@example.com'],
    ['\u212a@example.com', 'k@example.com'],
    ['user@localhost', 'user@localhost'],
    ["o'neil@example.com", "o'neil@example.com"],
  ])('folds %j', (typed, key) => {
    expect(canonicalEmail(typed)).toBe(key);
  });

  it.each([
    'john.doe',
    '@example.com',
    'user@',
    'a@b@example.com',
    'j\u00f6rg@example.com',
    'user@127.0.0.1',
    'user@1',
    'user@0x7f.1',
    'user@[::1]',
    'user@exa_mple.com',
    'user@example..com',
    'user@example.com.',
    'user@-example.com',
    'user@example.com:25',
    'user@example.com/x',
    'user@ex%61mple.com',
    'a,b@example.com',
    'a<b>@example.com',
    '"a"@example.com',
    'a\r\nBcc:x@example.com',
    `${'x'.repeat(65)}@example.com`,
    `user@${'a.'.repeat(125)}com`,
  ])('refuses %j', (text) => {
    expect(canonicalEmail(text)).toBeNull();
  });
});

describe('canonicalPhone (JFW-AUTH-08)', () => {
  it.each(['+49 (30) 1234-567.8', '+4930 12345678', ' +493012345678\t', '+4-9-3-0-1-2-3-4-5-6-7-8'])(
    'folds %j',
    (typed) => {
      expect(canonicalPhone(typed)).toMatch(/^\+4930123456?78$/);
    },
  );

  it('takes 8 to 15 digits', () => {
    expect(canonicalPhone('+12345678')).toBe('+12345678');
    expect(canonicalPhone('+123456789012345')).toBe('+123456789012345');
  });

  it.each([
    '',
    '+',
    '12345678',
    '+1234567',
    '+1234567890123456',
    '++12345678',
    '+12345678x',
    '+1234/5678',
    '\uff0b12345678',
    '+12345678\n',
  ])('refuses %j', (text) => {
    expect(canonicalPhone(text)).toBeNull();
  });
});

describe('canonicalIdentifier (SEC-ID-03, JFW-AUTH-03)', () => {
  it.each([
    ['John.Doe', 'john.doe'],
    [' User@B\u00fccher.example ', 'user@xn--bcher-kva.example'],
    ['+49 30 1234-5678', '+493012345678'],
    [' +493012345678\n', '+493012345678'],
    ['+Tag@example.com', '+tag@example.com'],
    ['+12', '+12'],
    ['a@b@c', 'a@b@c'],
  ])('folds %j to %j', (typed, key) => {
    expect(canonicalIdentifier(typed)).toBe(key);
  });

  it('has no key for an address without canonical form', () => {
    expect(canonicalIdentifier('user@exa_mple.com')).toBeNull();
    expect(canonicalIdentifier('x'.repeat(50_000))).toBeNull();
  });
});
