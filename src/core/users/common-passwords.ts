import { createRequire } from 'node:module';
import type * as LanguageCommon from '@zxcvbn-ts/language-common';

let common: ReadonlySet<string> | null = null;

function load(): ReadonlySet<string> {
  // Loaded when the first password is chosen, not at boot: unpacking the 49,233 entries takes time and memory.
  const data = createRequire(__filename)('@zxcvbn-ts/language-common') as typeof LanguageCommon;
  return new Set(data.dictionary['passwords-common'].map((entry) => entry.toLowerCase()));
}

/** Whether the lower-cased password stands in the common list (SEC-PW-07). */
export function isCommonPassword(lowerCased: string): boolean {
  common ??= load();
  return common.has(lowerCased);
}
