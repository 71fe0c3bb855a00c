const LOCALE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}$/i;
const LOCALE_LENGTH = 16;

/** Language, perhaps with script and region, in its usual spelling (`en-GB`); null when it is none. */
export function canonicalLocale(text: string): string | null {
  if (text.length > LOCALE_LENGTH || !LOCALE.test(text)) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

/** In which languages to look for a text, best first: `vi-VN` is followed by `vi`, the last resort is English. */
export function localesFor(wanted: string | null, ofBrand: string): string[] {
  const candidates = [wanted, ofBrand, 'en'].flatMap((text) => {
    const locale = text === null ? null : canonicalLocale(text);
    return locale === null ? [] : [locale, locale.split('-')[0] ?? locale];
  });
  return [...new Set(candidates)];
}
