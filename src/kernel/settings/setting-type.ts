/** A value in the form in which it is kept, or what was expected in its place. */
export type Reading<T> =
  | { readonly value: T }
  | {
      /** Completes "NAME must be …". */
      readonly expected: string;
      /** Where inside the value, for example `login.limit`; absent: the value itself. */
      readonly at?: string;
    };

type TypeName = 'string' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** The JSON schema of a value. */
export interface ValueSchema {
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: ValueSchema;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ValueSchema;
}

/** What values a setting takes. Nothing is converted: a number in quotes is no number (SEC-IN-02). */
export interface SettingType<T> {
  /** Completes "NAME must be …", and is what the documentation says. */
  readonly expected: string;
  readonly schema: ValueSchema;
  readonly read: (value: unknown) => Reading<T>;
}

export function flag(): SettingType<boolean> {
  const expected = 'true or false';
  return {
    expected,
    schema: { type: 'boolean' },
    read: (value) => (typeof value === 'boolean' ? { value } : { expected }),
  };
}

export function wholeNumber(least: number, most: number): SettingType<number> {
  const expected = `a whole number from ${least} to ${most}`;
  const fits = (value: unknown): value is number => Number.isSafeInteger(value) && isBetween(value as number);
  const isBetween = (value: number): boolean => value >= least && value <= most;
  return {
    expected,
    schema: { type: 'integer', minimum: least, maximum: most },
    read: (value) => (fits(value) ? { value } : { expected }),
  };
}

export function choice<const T extends string>(choices: readonly T[]): SettingType<T> {
  const expected = choices.map((word) => `"${word}"`).join(' or ');
  return {
    expected,
    schema: { type: 'string', enum: choices },
    read: (value) => {
      const found = choices.find((word) => word === value);
      return found === undefined ? { expected } : { value: found };
    },
  };
}

// Nothing that could break a line or turn its direction (as in JFW-HDR-04).
const INVISIBLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * Text of at most `length` code points, trimmed, not blank, without control characters.
 * @param parse gives the form in which it is kept, or null for a text of the wrong kind
 */
export function text(
  length: number,
  kind = 'a text',
  parse: (text: string) => string | null = (same) => same,
): SettingType<string> {
  const expected = `${kind} of at most ${length} characters`;
  return {
    expected,
    schema: { type: 'string', maxLength: length },
    read: (value) => {
      const trimmed = typeof value === 'string' ? value.trim() : '';
      if (trimmed === '' || Array.from(trimmed).length > length || INVISIBLE.test(trimmed)) return { expected };
      const kept = parse(trimmed);
      return kept === null ? { expected } : { value: kept };
    },
  };
}

/** Also null, which blank text counts as. */
export function orNull<T>(type: SettingType<T>): SettingType<T | null> {
  const { schema } = type;
  const words = schema.enum === undefined ? {} : { enum: [...schema.enum, null] };
  const names = typeof schema.type === 'string' ? [schema.type, 'null' as const] : ['null' as const];
  return {
    expected: `${type.expected}, or null`,
    schema: { ...schema, ...words, type: names },
    read: (value) => {
      const isNothing = value === null || (typeof value === 'string' && value.trim() === '');
      return isNothing ? { value: null } : orExpectedNull(type.read(value));
    },
  };
}

function orExpectedNull<T>(reading: Reading<T>): Reading<T | null> {
  return 'value' in reading || reading.at !== undefined
    ? reading
    : { ...reading, expected: `${reading.expected}, or null` };
}

/** At most `most` elements; equal ones are kept once. */
export function listOf<T extends string>(item: SettingType<T>, most: number): SettingType<readonly T[]> {
  const expected = `a list of at most ${most}, each ${item.expected}`;
  return {
    expected,
    schema: { type: 'array', items: item.schema, maxItems: most },
    read: (value) => {
      if (!Array.isArray(value) || value.length > most) return { expected };
      const kept = new Set<T>();
      for (const [index, element] of value.entries()) {
        const reading = item.read(element);
        if (!('value' in reading)) return { expected: reading.expected, at: String(index) };
        kept.add(reading.value);
      }
      return { value: [...kept] };
    },
  };
}

/**
 * A secret that is kept elsewhere: here stands only whether there is one.
 * @param what completes "NAME must be …"
 */
export function secret(what: string): SettingType<boolean> {
  return {
    expected: what,
    schema: { type: 'boolean' },
    read: (value) => (typeof value === 'boolean' ? { value } : { expected: what }),
  };
}
