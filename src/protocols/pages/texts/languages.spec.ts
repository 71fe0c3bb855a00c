import { acceptedLanguage, asLanguage, LANGUAGE_CODES, LANGUAGES } from './languages';

/** Every text with the place it stands at; functions are asked with some value. */
function textsIn(value: unknown, place: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') return [[place, String((value as (...given: unknown[]) => unknown)(8, 'x'))]];
  return Object.entries(value as object).flatMap(([name, member]) => textsIn(member, `${place}.${name}`));
}

describe('texts of the pages', () => {
  it.each(LANGUAGE_CODES)('%s: none is empty, none is markup', (code) => {
    const texts = textsIn(LANGUAGES[code], code);
    expect(texts.length).toBeGreaterThan(80);
    for (const [place, text] of texts) expect([place, text]).toEqual([place, expect.stringMatching(/^[^<>&]{2,}$/)]);
  });

  it('none was left in English', () => {
    const english = new Map(textsIn(LANGUAGES.en, ''));
    const same = textsIn(LANGUAGES.vi, '').filter(([place, text]) => english.get(place) === text);
    expect(same).toEqual([]);
  });

  it.each([
    ['vi', 'vi'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['en-GB, vi;q=0.9', 'en'],
    ['de-DE, vi;q=0.3, en;q=0.2', 'vi'],
    ['de, fr', null],
    ['*', null],
    ['vi;q=0', null],
    ['vi;q=x', null],
    ['', null],
    [undefined, null],
  ])('of %p it is %p', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it('takes no name of an object for a language', () => {
    expect([asLanguage('toString'), asLanguage('__proto__'), asLanguage('VI')]).toEqual([null, null, 'vi']);
  });
});
