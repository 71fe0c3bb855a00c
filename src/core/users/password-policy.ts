import { normalisePassword } from '../../kernel/hashing/password-hasher';
import { isCommonPassword } from './common-passwords';
import { isPlainSequence } from './plain-sequence';

/** What a brand demands of a chosen password (SEC-PW-06, JFW-PWD-01). */
export interface PasswordPolicy {
  /** Least number of code points. */
  readonly minLength: number;
  readonly level: 'Low' | 'Medium' | 'High' | null;
  /** The brand setting `refuseCommonPasswords`. */
  readonly refuseCommon: boolean;
}

/** What a password must not simply repeat (SEC-PW-07). */
export interface OwnNames {
  readonly identifiers: readonly (string | null)[];
  readonly brandName: string;
  readonly domains: readonly string[];
}

export type PasswordFault =
  | 'tooShort'
  | 'tooLong'
  | 'repeatedCharacter'
  | 'sequence'
  | 'ownName'
  | 'common'
  | 'level'
  | 'breached'
  | 'usedBefore';

/** What the person is told, one text a fault. */
export const PASSWORD_FAULT_TEXTS: Readonly<Record<PasswordFault, string>> = {
  tooShort: 'The password is too short.',
  tooLong: 'The password is too long.',
  repeatedCharacter: 'The password must not be one repeated character.',
  sequence: 'The password must not be a plain sequence of characters.',
  ownName: 'The password must not be a name or address of the account or of the brand.',
  common: 'The password is one of the most common passwords.',
  breached: 'The password is known from a data breach.',
  usedBefore: 'The password was used before.',
  level: 'The password needs a digit, a special character, an upper-case and a lower-case letter.',
};

const CHARACTER_CLASSES = [/\p{Nd}/u, /[^\p{L}\p{Nd}]/u, /\p{Lu}/u, /\p{Ll}/u];

/** Without case, blanks and punctuation, so that `Acme-Shop` and `acme shop` are the same name. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Names, and of addresses and domains also the part before the `@` or the first `.`. */
function isOwnName(password: string, own: OwnNames): boolean {
  const identifiers = own.identifiers.filter((identifier) => identifier !== null);
  const names = [
    ...identifiers,
    ...identifiers.map((identifier) => identifier.split('@')[0] ?? ''),
    own.brandName,
    ...own.domains,
    ...own.domains.map((domain) => domain.split('.')[0] ?? ''),
  ];
  const chosen = bare(password);
  return chosen !== '' && names.some((name) => bare(name) === chosen);
}

function weaknessOf(text: string, policy: PasswordPolicy): PasswordFault | null {
  const lowerCased = text.toLowerCase();
  if (new Set(lowerCased).size === 1) return 'repeatedCharacter';
  if (isPlainSequence(lowerCased)) return 'sequence';
  return policy.refuseCommon && isCommonPassword(lowerCased) ? 'common' : null;
}

/**
 * The first thing wrong with a password that somebody chooses, or null (SEC-PW-06, -07, JFW-PWD-01). Judged in NFC, length
 * in code points, at most 1,024 bytes (JFW-PWD-03). Imported hashes are never judged.
 */
export function checkPassword(password: string, policy: PasswordPolicy, own: OwnNames): PasswordFault | null {
  const text = normalisePassword(password);
  if (text === null) return 'tooLong';
  if (Array.from(text).length < policy.minLength) return 'tooShort';
  const weakness = weaknessOf(text, policy);
  if (weakness !== null) return weakness;
  if (isOwnName(text, own)) return 'ownName';
  const needsClasses = policy.level === 'Medium' || policy.level === 'High';
  return needsClasses && !CHARACTER_CLASSES.every((kind) => kind.test(text)) ? 'level' : null;
}
