import type { OpenAPIObject } from '@nestjs/swagger';
import { NamedSchema, type Schema } from './schema';

type Components = NonNullable<OpenAPIObject['components']>;
type Kind = 'schemas' | 'responses' | 'headers' | 'parameters';
type Component<K extends Kind> = NonNullable<Components[K]>[string];

export interface Reference {
  readonly $ref: string;
}

/** A schema as it stands in the document: plain, with `$ref` in the place of the named ones. */
export type PlainSchema = Component<'schemas'>;

/** What the document says once and refers to: named schemas, and the responses, headers and parameters of the dialects. */
export class ApiComponents {
  private readonly kept = {
    schemas: new Map<string, PlainSchema>(),
    responses: new Map<string, Component<'responses'>>(),
    headers: new Map<string, Component<'headers'>>(),
    parameters: new Map<string, Component<'parameters'>>(),
  };
  private readonly sources = new Map<string, NamedSchema>();

  /** The schema with its named parts kept and referred to. @throws TypeError when two schemas claim one name */
  schema(schema: Schema): PlainSchema {
    return this.convert(schema) as PlainSchema;
  }

  /** Keeps a component, unless one of this name is kept already, and refers to it. */
  refer<K extends Exclude<Kind, 'schemas'>>(kind: K, name: string, component: Component<K>): Reference {
    const kept = this.kept[kind] as Map<string, Component<K>>;
    if (!kept.has(name)) kept.set(name, component);
    return { $ref: `#/components/${kind}/${name}` };
  }

  /** Together with what Nest found, each kind in the order of its names. */
  joinedWith(found: Components = {}): Components {
    const joined: Record<string, unknown> = { ...found };
    for (const [kind, kept] of Object.entries(this.kept)) {
      const all = { ...found[kind as Kind], ...Object.fromEntries<unknown>(kept) };
      joined[kind] = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return joined;
  }

  private convert(value: unknown): unknown {
    if (value instanceof NamedSchema) return this.named(value);
    if (Array.isArray(value)) return value.map((element) => this.convert(element));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.convert(member)]));
  }

  private named(source: NamedSchema): Reference {
    const { name, schema } = source;
    const known = this.sources.get(name);
    if (known !== undefined && known !== source) throw new TypeError(`two schemas are called ${name}`);
    if (known === undefined) {
      this.sources.set(name, source);
      this.kept.schemas.set(name, this.convert(schema) as PlainSchema);
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}
