import { invalidField } from '../../kernel/errors/brandgate-error';
import { plainText } from '../../kernel/text/header-text';

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Members that cannot be empty: `null` counts as absent. */
export function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  ) as Given<T>;
}

type Clearing<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Members that `null` empties. */
export function clearing<T extends object>(members: T): Clearing<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Clearing<T>;
}

/** Text without control characters, trimmed and cut. @throws BrandgateError request.invalid when nothing is left */
export function requiredText(field: string, value: string, limit: number): string {
  const plain = plainText(value, limit);
  if (plain === '') throw invalidField(field, `${field} is required.`);
  return plain;
}

/** Text that may be empty, which counts as none; absent stays absent. */
export function optionalText(value: string | null | undefined, limit: number): string | null | undefined {
  return typeof value === 'string' ? plainText(value, limit) || null : value;
}
