import { decodeHeaderText, readHeaderBytes } from './header-text';

/** What Node makes of these header bytes. */
const asHeader = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('latin1');

describe('decodeHeaderText (JFW-HDR-04)', () => {
  it.each([
    ['raw UTF-8', asHeader('Điện thoại của Ngọc'), 'Điện thoại của Ngọc'],
    ['raw Latin-1', asHeader('Café', 'latin1'), 'Café'],
    ['percent-encoded UTF-8', '%C4%90i%E1%BB%87n%20tho%E1%BA%A1i', 'Điện thoại'],
    ['a stray percent sign', '100% cotton', '100% cotton'],
    ['an encoded percent sign', '50%25', '50%'],
    ['a plus sign', 'a+b%20c', 'a+b c'],
    ['percent-encoding that is no UTF-8', '%C4%28', '%C4%28'],
    ['percent-encoding that is partly malformed', '%41%zz', '%41%zz'],
    ['plain text between blanks', '  2.1.0 (451) ', '2.1.0 (451)'],
    ['control characters', 'a%0d%0ab%00c', 'abc'],
  ])('vector: %s', (_name, sent, stored) => {
    expect(decodeHeaderText(sent, 255)).toBe(stored);
  });

  it.each([asHeader('📱'.repeat(300)), '%F0%9F%93%B1'.repeat(300)])('vector: cuts on code points', (sent) => {
    expect(decodeHeaderText(sent, 255)).toBe('📱'.repeat(255));
  });

  it('removes line ends and bidirectional overrides, keeps HTML as text', () => {
    expect(decodeHeaderText(asHeader('a\u2028b\u2029c\u202ed\u2066e\u2069'), 64)).toBe('abcde');
    expect(decodeHeaderText(asHeader('a\x7fb\x9fc'), 64)).toBe('abc');
    expect(decodeHeaderText('<b>"x"</b>', 64)).toBe('<b>"x"</b>');
  });

  it.each(['', '   ', '%20%09', '%00', asHeader('\u202e')])(
    'gives the empty text when nothing is left of %j (JFW-HDR-01)',
    (sent) => {
      expect(decodeHeaderText(sent, 64)).toBe('');
    },
  );

  it('does not percent-decode a value with bytes above 0x7F', () => {
    expect(decodeHeaderText(asHeader('é%41'), 64)).toBe('é%41');
  });
});

describe('readHeaderBytes', () => {
  it('leaves text that is no byte string, and overlong or surrogate bytes, as they are', () => {
    expect(readHeaderBytes('Ngọc')).toBe('Ngọc');
    expect(readHeaderBytes('\xc0\xaf')).toBe('\xc0\xaf');
    expect(readHeaderBytes('\xed\xa0\x80')).toBe('\xed\xa0\x80');
  });

  it('is linear (SEC-IN-16)', () => {
    const started = performance.now();
    readHeaderBytes(`${'\x80'.repeat(50_000)}\u0100`);
    decodeHeaderText('%'.repeat(50_000), 255);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
