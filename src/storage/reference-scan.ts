import type { GatewayDataSource } from './gateway-data-source';

/** A column that points at a row of another table of the same brand. */
interface Reference {
  readonly table: string;
  readonly column: string;
  readonly to: string;
  /** Whether the database itself holds it, by a composite foreign key. */
  readonly isEnforced: boolean;
}

/** Rows whose reference leads into another brand, or nowhere where the database should not allow it. */
export interface StrayReference {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/** What the foreign keys of a database look like beside what they should be (SEC-TEN-01). */
export interface ReferenceReport {
  /** Foreign keys of the schema that the database lacks. */
  readonly missing: readonly string[];
  /** Whether the database enforces those it has. */
  readonly isEnforcing: boolean;
  readonly strays: readonly StrayReference[];
  readonly checked: number;
}

/** Columns without a foreign key, because what they name may be deleted; they stay within the brand all the same. */
const LOOSE: readonly Omit<Reference, 'isEnforced'>[] = [
  { table: 'audit_events', column: 'actor_user_id', to: 'users' },
  { table: 'brand_setting_versions', column: 'actor_user_id', to: 'users' },
  { table: 'user_devices', column: 'guest_session_id', to: 'sessions' },
  { table: 'auth_keys', column: 'parent_id', to: 'auth_keys' },
  ...['apps', 'services'].flatMap((table) =>
    ['created_by', 'modified_by'].map((column) => ({ table, column, to: 'users' })),
  ),
];

/** Reads and never writes: one count for each reference of the schema. */
export async function scanReferences(dataSource: GatewayDataSource): Promise<ReferenceReport> {
  const references = [...enforcedReferences(dataSource), ...LOOSE.map((loose) => ({ ...loose, isEnforced: false }))];
  const strays: StrayReference[] = [];
  for (const reference of references) {
    const rows = await countStrays(dataSource, reference);
    if (rows > 0) strays.push({ table: reference.table, column: reference.column, rows });
  }
  const [missing, isEnforcing] = [await missingForeignKeys(dataSource), await isEnforced(dataSource)];
  return { missing, isEnforcing, strays, checked: references.length };
}

/** The composite foreign keys that the entities declare: brand, and one column more. */
function enforcedReferences({ entityMetadatas }: GatewayDataSource): Reference[] {
  return entityMetadatas.flatMap(({ tableName, foreignKeys }) =>
    foreignKeys.flatMap(({ columnNames, referencedTablePath }) => {
      const column = columnNames.find((name) => name !== 'brand_id');
      const isComposite = columnNames.includes('brand_id') && column !== undefined;
      return isComposite ? [{ table: tableName, column, to: referencedTablePath, isEnforced: true }] : [];
    }),
  );
}

async function countStrays(dataSource: GatewayDataSource, reference: Reference): Promise<number> {
  const { table, column, to, isEnforced } = reference;
  const join = isEnforced ? 'LEFT JOIN' : 'JOIN';
  const stray = isEnforced ? 'p.id IS NULL OR p.brand_id <> c.brand_id' : 'p.brand_id <> c.brand_id';
  const rows: { strays: number | string }[] = await dataSource.query(
    `SELECT COUNT(*) AS strays FROM ${table} c ${join} ${to} p ON p.id = c.${column}
      WHERE c.${column} IS NOT NULL AND (${stray})`,
  );
  return Number(rows[0]?.strays);
}

async function missingForeignKeys(dataSource: GatewayDataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const tables = await runner.getTables(dataSource.entityMetadatas.map(({ tableName }) => tableName));
    const found = new Set(tables.flatMap(({ name, foreignKeys }) => foreignKeys.map((key) => keyText(name, key))));
    const declared = dataSource.entityMetadatas.flatMap(({ tableName, foreignKeys }) =>
      foreignKeys.map((key) =>
        keyText(tableName, { ...key, referencedTableName: key.referencedTablePath, columnNames: key.columnNames }),
      ),
    );
    return declared.filter((key) => !found.has(key));
  } finally {
    await runner.release();
  }
}

/** By what it holds, since SQLite forgets the names of keys. */
function keyText(
  table: string,
  key: { readonly columnNames: readonly string[]; readonly referencedTableName: string },
): string {
  const target = key.referencedTableName.split('.').at(-1) ?? '';
  return `${table} (${[...key.columnNames].sort().join(', ')}) → ${target}`;
}

async function isEnforced(dataSource: GatewayDataSource): Promise<boolean> {
  const isFile = dataSource.options.type === 'better-sqlite3';
  const query = isFile
    ? 'SELECT foreign_keys AS enforced FROM pragma_foreign_keys'
    : 'SELECT @@SESSION.foreign_key_checks AS enforced';
  const rows: { enforced: number | string }[] = await dataSource.query(query);
  return Number(rows[0]?.enforced) === 1;
}
