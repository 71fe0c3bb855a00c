import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Longest key that is stored, in UTF-16 code units. */
const MAX_LENGTH = 254;
const MAX_RAW_LENGTH = 1_024;
const MAX_LOCAL_PART = 64;
const MAX_FOLDS = 4;
// All of category C (control, format, surrogate, private use, unassigned), invisible code points, and white space.
const REFUSED = /[\p{C}\p{Default_Ignorable_Code_Point}\s]/u;
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;
const DOMAIN = /^[^\0-,/:-`{-\x7f]+$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const PHONE = /^\+[0-9]{8,15}$/;
const PHONE_FILLERS = /[ \t\-.()]/g;

/** NFKC, lower case, NFKC again until nothing changes; null when it does not settle. */
function fold(text: string): string | null {
  let folded = text;
  for (let round = 0; round < MAX_FOLDS; round += 1) {
    const next = folded.normalize('NFKC').toLowerCase().normalize('NFKC');
    if (next === folded) return folded;
    folded = next;
  }
  return null;
}

/** The canonical key of a username (SEC-ID-02), or null when the text has none. At most 254 UTF-16 code units. */
export function canonicalUsername(text: string): string | null {
  // U+FEFF is a format character that String.trim would take for white space.
  if (text.length > MAX_RAW_LENGTH || text.includes('\ufeff')) return null;
  const trimmed = text.trim();
  if (trimmed === '' || REFUSED.test(trimmed)) return null;
  const folded = fold(trimmed);
  // Folding can uncover what was refused before: U+00A8 becomes a space with a combining mark.
  return folded === null || folded.length > MAX_LENGTH || REFUSED.test(folded) ? null : folded;
}

/** A mail domain as A-labels, or null. IP addresses, and numbers a URL parser would make one of, are no domains. */
function asciiDomain(domain: string): string | null {
  if (!DOMAIN.test(domain)) return null;
  const ascii = domainToASCII(domain);
  if (isIP(ascii) !== 0 || ascii.length > MAX_LENGTH) return null;
  return ascii.split('.').every((label) => LABEL.test(label)) ? ascii : null;
}

/**
 * The canonical key of an e-mail address (SEC-ID-02), or null: exactly one `@`, ASCII local part of dot-atom characters,
 * domain through IDNA, at most 254 characters. Dots and plus tags of the local part stay: they are the provider's business.
 */
export function canonicalEmail(text: string): string | null {
  const folded = canonicalUsername(text);
  if (folded === null) return null;
  const at = folded.indexOf('@');
  const local = folded.slice(0, at);
  if (at < 1 || at !== folded.lastIndexOf('@') || local.length > MAX_LOCAL_PART || !LOCAL_PART.test(local)) return null;
  const domain = asciiDomain(folded.slice(at + 1));
  if (domain === null) return null;
  const key = `${local}@${domain}`;
  return key.length > MAX_LENGTH ? null : key;
}

/** The canonical key of a phone number (JFW-AUTH-08): blanks, `-`, `.`, `(`, `)` removed, then `+` and 8-15 digits; else null. */
export function canonicalPhone(text: string): string | null {
  if (text.length > MAX_RAW_LENGTH) return null;
  const number = text.replace(PHONE_FILLERS, '');
  return PHONE.test(number) ? number : null;
}

/**
 * The one key under which an identifier of unknown kind is looked up and throttled (SEC-ID-03, JFW-LIM-05), or null for
 * an unknown identifier: a phone number when it begins with `+`, an address when it holds exactly one `@`, else a username.
 */
export function canonicalIdentifier(text: string): string | null {
  const folded = canonicalUsername(text);
  const phone = text.trimStart().startsWith('+') ? canonicalPhone(text.trim()) : null;
  if (phone !== null || folded === null) return phone;
  const isAddress = folded.includes('@') && folded.indexOf('@') === folded.lastIndexOf('@');
  return isAddress ? canonicalEmail(text) : folded;
}
