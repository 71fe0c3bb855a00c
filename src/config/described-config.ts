import { ENVIRONMENT, type Variable } from './environment.schema';
import type { Environment } from './process-environment';
import { textOf } from './variable-text';

export const SECRET = '[secret]';

/** A variable as it counts, without what must not be shown. */
export interface DescribedVariable {
  readonly name: string;
  readonly value: string;
  readonly source: 'environment' | 'file' | 'default';
  readonly meaning: string;
}

/** Every variable of the environment with where its value comes from; the configuration has been found valid before. */
export function describeConfig(env: Environment): DescribedVariable[] {
  return Object.values(ENVIRONMENT).map((variable: Variable<unknown>) => {
    const { name, meaning, defaultText } = variable;
    const text = textOf(variable, env);
    if ('mistake' in text || text.value === undefined) return { name, value: defaultText, source: 'default', meaning };
    return { name, value: shownValue(variable, text.value), source: text.source, meaning };
  });
}

function shownValue({ name, secret }: Variable<unknown>, text: string): string {
  if (name === ENVIRONMENT.database.name) return withoutPassword(text);
  return secret ? SECRET : text;
}

/** A database's address is worth seeing; of it only the password is secret. */
export function withoutPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^:@/]*):[^/]*@/, `$1:${SECRET}@`);
}
