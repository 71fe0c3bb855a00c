import fc from 'fast-check';
import { decodeHeaderText, plainText } from '../../../src/kernel/text/header-text.ts';
import { encodeHeaderText } from './header-text.ts';

describe('encodeHeaderText (JFW-HDR-04)', () => {
  it.each([
    ['Ada’s phone', 'Ada%E2%80%99s%20phone'],
    ['Điện thoại', '%C4%90i%E1%BB%87n%20tho%E1%BA%A1i'],
    ['Pixel 9 Pro', 'Pixel 9 Pro'],
    ['100% cotton', '100% cotton'],
    ['50%25', '50%2525'],
    ['a+b c', 'a+b c'],
    ['a\r\nb\0c', 'abc'],
    ['a\u202eb\u2028c', 'abc'],
    ['  \t', ''],
    ['\ud83d', '%EF%BF%BD'],
  ])('%j is sent as %s', (text, sent) => {
    expect(encodeHeaderText(text, 255)).toBe(sent);
  });

  it('cuts on code points', () => {
    expect(encodeHeaderText('📱'.repeat(300), 255)).toBe('%F0%9F%93%B1'.repeat(255));
  });

  it('sends what a header can carry and the gateway reads back as it would clean the text itself', () => {
    const piece = fc.oneof(
      fc.constantFrom('%', '%41', '%zz', '+', ' ', '\n', '\u202e', 'ệ', '📱'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 1, max: 64 }), (pieces, limit) => {
        const text = pieces.join('');
        const sent = encodeHeaderText(text, limit);
        expect(sent).toMatch(/^[ -~]*$/);
        expect(decodeHeaderText(sent, limit)).toBe(plainText(text, limit).trim());
      }),
      { numRuns: 300 },
    );
  });
});
