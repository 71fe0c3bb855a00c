import { Column, getMetadataArgsStorage, PrimaryGeneratedColumn, type ColumnOptions, type ColumnType } from 'typeorm';

/**
 * Column kinds of the schema. Entities use these and nothing else, so that one schema fits every engine: types that
 * exist on one engine only (binary(32), plain INTEGER for auto-increment) are chosen when a data source is built.
 */
type Engine = 'sqlite' | 'server';
type LogicalType = 'id' | 'instant' | 'integer' | 'flag' | 'digest' | 'text' | 'long-text';

const PHYSICAL: Record<LogicalType, Record<Engine, ColumnType>> = {
  id: { sqlite: 'integer', server: 'bigint' },
  instant: { sqlite: 'bigint', server: 'bigint' },
  integer: { sqlite: 'integer', server: 'int' },
  flag: { sqlite: 'boolean', server: 'boolean' },
  digest: { sqlite: 'blob', server: 'binary' },
  text: { sqlite: 'varchar', server: 'varchar' },
  'long-text': { sqlite: 'text', server: 'text' },
};

interface Shape {
  readonly nullable?: boolean;
}

/** One options object per column; its `type` is set by `applyColumnTypes`. */
const logical = new WeakMap<object, LogicalType>();

// TypeORM hands BIGINT back as text; everything kept in one is below 2^53.
const toNumber = {
  to: (value: unknown): unknown => value,
  from: (value: string | number | null): number | null => (value === null ? null : Number(value)),
};

function column(type: LogicalType, options: ColumnOptions): PropertyDecorator {
  return (target, property) => {
    Column({ type: PHYSICAL[type].sqlite, ...options })(target, property);
    remember(target.constructor, property, type);
  };
}

function remember(target: unknown, property: string | symbol, type: LogicalType): void {
  const args = getMetadataArgsStorage().columns.find((c) => c.target === target && c.propertyName === property);
  if (args) logical.set(args.options, type);
}

/** Surrogate key: joins stay compact; never shown. */
export function IdColumn(): PropertyDecorator {
  return (target, property) => {
    PrimaryGeneratedColumn({ type: 'integer' })(target, property);
    const args = getMetadataArgsStorage().columns.find(
      (c) => c.target === target.constructor && c.propertyName === property,
    );
    if (!args) return;
    args.options.transformer = toNumber;
    logical.set(args.options, 'id');
  };
}

/** The `id` of another row. */
export function RefColumn(name: string, shape: Shape = {}): PropertyDecorator {
  return column('id', { name, nullable: shape.nullable ?? false, transformer: toNumber });
}

/** UUIDv7 text: the id that the outside sees. */
export function UidColumn(): PropertyDecorator {
  return column('text', { name: 'uid', length: 36 });
}

/** Epoch milliseconds. */
export function InstantColumn(name: string, shape: Shape = {}): PropertyDecorator {
  return column('instant', { name, nullable: shape.nullable ?? false, transformer: toNumber });
}

export function IntegerColumn(name: string, shape: Shape = {}): PropertyDecorator {
  return column('integer', { name, nullable: shape.nullable ?? false });
}

export function FlagColumn(name: string): PropertyDecorator {
  return column('flag', { name });
}

/** 32 bytes of SHA-256. */
export function DigestColumn(name: string, shape: Shape = {}): PropertyDecorator {
  return column('digest', { name, length: 32, nullable: shape.nullable ?? false });
}

/** Text of at most `length` characters. */
export function TextColumn(name: string, length: number, shape: Shape = {}): PropertyDecorator {
  return column('text', { name, length, nullable: shape.nullable ?? false });
}

/** Up to 64 KiB. */
export function LongTextColumn(name: string, shape: Shape = {}): PropertyDecorator {
  return column('long-text', { name, nullable: shape.nullable ?? false });
}

/** A JSON object kept as text; its shape is the property's type and is checked where it is written. */
export function JsonColumn(name: string): PropertyDecorator {
  return column('long-text', {
    name,
    transformer: {
      to: (value: unknown) => (value === undefined ? undefined : JSON.stringify(value)),
      from: (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
    },
  });
}

/** Gives every column the type that the engine has for it. Called while a data source builds its metadata. */
export function applyColumnTypes(engine: Engine): void {
  for (const { options } of getMetadataArgsStorage().columns) {
    const type = logical.get(options);
    if (!type) continue;
    options.type = PHYSICAL[type][engine];
    // SQLite's BLOB takes no length.
    if (type === 'digest') {
      if (engine === 'server') options.length = 32;
      else delete options.length;
    }
  }
}
