type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** A JSON schema as OpenAPI 3.1 takes it, with other named schemas in it. */
export interface JsonSchema {
  readonly type?: TypeName | readonly TypeName[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** A schema that stands under `components/schemas` once and is referred to by its name. */
export class NamedSchema {
  constructor(
    readonly name: string,
    readonly schema: JsonSchema,
  ) {}
}

export type Schema = JsonSchema | NamedSchema;

export const TEXT = { type: 'string' } as const satisfies JsonSchema;
export const ID = {
  type: 'string',
  description: 'Opaque; nothing may rely on its form.',
} as const satisfies JsonSchema;
export const INSTANT = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
} as const satisfies JsonSchema;
export const FLAG = { type: 'boolean' } as const satisfies JsonSchema;
export const WHOLE_NUMBER = { type: 'integer' } as const satisfies JsonSchema;
export const TRUE = { type: 'boolean', const: true } as const satisfies JsonSchema;
export const NULL = { type: 'null' } as const satisfies JsonSchema;

export function oneOf(words: readonly string[]): JsonSchema {
  return { type: 'string', enum: words };
}

export function arrayOf(items: Schema): JsonSchema {
  return { type: 'array', items };
}

export function orNull(schema: Schema): JsonSchema {
  if (schema instanceof NamedSchema || typeof schema.type !== 'string') return { anyOf: [schema, NULL] };
  const words = schema.enum === undefined ? {} : { enum: [...schema.enum, null] };
  return { ...schema, ...words, type: [schema.type, 'null'] };
}

type Members<T> = { readonly [K in keyof T]-?: Schema };

/** An object with exactly these members, all of them always there. */
export function closedObject(properties: Readonly<Record<string, Schema>>): JsonSchema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

/**
 * A closed object with a name.
 * @typeParam T what the view returns: the compiler then tells when the two no longer have the same members
 */
export function objectSchema<T extends object = Record<string, unknown>>(
  name: string,
  members: Members<T>,
): NamedSchema {
  return new NamedSchema(name, closedObject(members));
}
