import { type SettingType, text } from '../../../kernel/settings/setting-type';

/** Texts by language tag: `vi`, `en-GB`. */
export type LocalisedTexts = Readonly<Record<string, string>>;

const MOST = 20;
const TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/;
const TEXT = text(500);
const EXPECTED = `an object of at most ${MOST} texts by language tag, each ${TEXT.expected}`;

export const LOCALISED_TEXTS: SettingType<LocalisedTexts> = {
  expected: EXPECTED,
  schema: { type: 'object', additionalProperties: TEXT.schema },
  read(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { expected: EXPECTED };
    const entries = Object.entries(value);
    if (entries.length > MOST) return { expected: EXPECTED };
    const texts = new Map<string, string>();
    for (const [tag, given] of entries) {
      if (!TAG.test(tag)) return { expected: 'a text under a language tag such as vi or en-GB', at: tag.slice(0, 40) };
      const reading = TEXT.read(given);
      if (!('value' in reading)) return { ...reading, at: tag };
      texts.set(tag, reading.value);
    }
    return { value: Object.fromEntries(texts) };
  },
};

/** The text in the best of the languages that somebody reads (`Accept-Language`), or null. */
export function textIn(texts: LocalisedTexts, acceptLanguage: string | undefined): string | null {
  for (const wanted of languagesOf(acceptLanguage)) {
    const [language = ''] = wanted.split('-');
    const tag = Object.keys(texts).find((own) => own.toLowerCase() === wanted) ?? ownOf(texts, language);
    if (tag !== undefined) return texts[tag] ?? null;
  }
  return null;
}

function ownOf(texts: LocalisedTexts, language: string): string | undefined {
  return Object.keys(texts).find((own) => own.split('-')[0] === language);
}

const MAX_HEADER = 200;

/** Tags in the order of their weight, lower-cased. */
function languagesOf(header: string | undefined): string[] {
  const weighed = (header ?? '')
    .slice(0, MAX_HEADER)
    .split(',')
    .map((part) => {
      const [tag = '', weight = ''] = part.trim().split(';');
      const q = /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(weight)?.[1];
      return { tag: tag.trim().toLowerCase(), q: q === undefined ? 1 : Number(q) };
    });
  return weighed
    .filter(({ tag, q }) => tag !== '' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag);
}
