import { EN, type Texts } from './en';
import { VI } from './vi';

/** The languages of the pages, by the code that `lang` has. */
export const LANGUAGES = { en: EN, vi: VI } as const satisfies Readonly<Record<string, Texts>>;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly Language[];

/** Null for what is none of ours. */
export function asLanguage(code: string | null | undefined): Language | null {
  return LANGUAGE_CODES.find((language) => language === code?.toLowerCase()) ?? null;
}

/** The one of ours that an `Accept-Language` likes best (RFC 9110, 12.5.4); null when it names none. */
export function acceptedLanguage(header: string | undefined): Language | null {
  const wishes = (header ?? '').slice(0, 500).split(',').flatMap(wishOf);
  return wishes.sort((a, b) => b.weight - a.weight)[0]?.language ?? null;
}

function wishOf(item: string): { readonly language: Language; readonly weight: number }[] {
  const [range = '', ...parameters] = item.split(';').map((part) => part.trim());
  const language = asLanguage(range.split('-')[0]);
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return language !== null && weight > 0 ? [{ language, weight }] : [];
}
