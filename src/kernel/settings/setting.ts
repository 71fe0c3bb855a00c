import type { Reading, SettingType, ValueSchema } from './setting-type';

/** What is told of a setting beside its values. */
export interface AboutSetting {
  /** `s`, `minutes`, `failures` …; absent where a value has none. */
  readonly unit?: string;
  /** One sentence without a full stop, for the documentation and the schema. */
  readonly meaning: string;
  /** From when a change counts; absent: at once. */
  readonly counts?: string;
  /** The feature that will read it; until then it is kept and shown, and nothing else. */
  readonly keptFor?: string;
  /** Only a SuperAdmin and the command line may change it (JFW-SET-02). */
  readonly isOperators?: true;
  /** A value that is taken only from somebody who names the setting as a risk that they accept (SEC-RST-06). */
  readonly risk?: SettingRisk;
  /** Its value is never shown, logged or audited. */
  readonly isSecret?: true;
}

export interface SettingRisk {
  readonly value: unknown;
  /** What may happen, without a full stop. */
  readonly text: string;
}

/** One setting: its default, what it takes, its row in the documentation and its schema come from here. */
export interface Setting<T> extends AboutSetting {
  readonly type: SettingType<T>;
  readonly default: T;
}

export type SettingList = Readonly<Record<string, Setting<unknown>>>;

/** What the settings of a list hold. */
export type ValuesOf<L extends SettingList> = { readonly [K in keyof L]: L[K]['default'] };

export function setting<T>(type: SettingType<T>, fallback: NoInfer<T>, about: AboutSetting): Setting<T> {
  return { type, default: fallback, ...about };
}

export function defaultsOf<L extends SettingList>(list: L): ValuesOf<L> {
  const entries = Object.entries(list).map(([name, { default: value }]) => [name, value]);
  return Object.fromEntries(entries) as ValuesOf<L>;
}

/** A value for a setting, read by its rules; the fault names the member inside it, if it is one. */
export function readSetting<T>(
  name: string,
  { type }: Setting<T>,
  value: unknown,
): { readonly value: T } | { readonly fault: { readonly field: string; readonly message: string } } {
  const reading: Reading<T> = type.read(value);
  if ('value' in reading) return reading;
  const field = reading.at === undefined ? name : `${name}.${reading.at}`;
  return { fault: { field, message: `${field} must be ${reading.expected}.` } };
}

export function schemaOf({ type, default: value, meaning, unit }: Setting<unknown>): ValueSchema {
  const description = unit === undefined ? `${meaning}.` : `${meaning} (${unit}).`;
  return { ...type.schema, description, default: value };
}
