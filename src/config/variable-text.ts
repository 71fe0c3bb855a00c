import { readFileSync } from 'node:fs';
import type { Variable } from './environment.schema';
import type { Environment } from './process-environment';

/** What a variable was given, and by which way; or why that cannot be told. */
export type VariableText =
  | { readonly value: string; readonly source: 'environment' | 'file' }
  | { readonly value: undefined; readonly source: 'default' }
  | { readonly mistake: string };

/** The variable's own text, or for a secret its file's content without the newline at its end. */
export function textOf(variable: Variable<unknown>, env: Environment): VariableText {
  const { name, secret } = variable;
  const given = env[name];
  const isBlank = given === undefined || given.trim() === '';
  // Blanks may belong to a password; elsewhere they are slips.
  const direct = isBlank ? undefined : secret ? given : given.trim();
  const file = secret ? env[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') {
    return direct === undefined ? { value: undefined, source: 'default' } : { value: direct, source: 'environment' };
  }
  if (direct !== undefined) return { mistake: `${name} and ${name}_FILE are both set; keep one of them.` };
  try {
    return { value: readFileSync(file, 'utf8').replace(/\r?\n$/, ''), source: 'file' };
  } catch {
    return { mistake: `${name}_FILE must name a readable file (it names ${file}).` };
  }
}
