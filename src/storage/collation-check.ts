import type { GatewayDataSource } from './gateway-data-source';

/** Refuses the start; the message holds the statements that mend the database. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

interface Row {
  readonly kind: 'database' | 'table' | 'column';
  readonly name: string;
  readonly collation_name: string | null;
}

const FOUND = `
  SELECT 'database' AS kind, schema_name AS name, default_collation_name AS collation_name
    FROM information_schema.schemata WHERE schema_name = DATABASE()
  UNION ALL
  SELECT 'table', table_name, table_collation FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
  UNION ALL
  SELECT 'column', table_name, collation_name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND collation_name IS NOT NULL`;

/**
 * Names must compare byte for byte (SEC-ID-01, -08): a database, table or column with another collation, or a server
 * that bends values to make them fit, would let two different people share one name.
 * @throws DatabaseSetupError with the statements to run
 */
export async function checkDatabaseSetup(dataSource: GatewayDataSource): Promise<void> {
  const { type } = dataSource.options;
  if (type !== 'mariadb' && type !== 'mysql') return;
  const wanted = type === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  const rows: Row[] = await dataSource.query(FOUND);
  const cures = new Set<string>();
  for (const row of rows) {
    if (row.collation_name === wanted) continue;
    cures.add(
      row.kind === 'database'
        ? `ALTER DATABASE \`${row.name}\` CHARACTER SET utf8mb4 COLLATE ${wanted};`
        : `ALTER TABLE \`${row.name}\` CONVERT TO CHARACTER SET utf8mb4 COLLATE ${wanted};`,
    );
  }
  const [mode]: { mode: string }[] = await dataSource.query('SELECT @@SESSION.sql_mode AS mode');
  if (!/STRICT_(TRANS|ALL)_TABLES/.test(mode?.mode ?? '')) {
    cures.add("SET GLOBAL sql_mode = CONCAT(@@GLOBAL.sql_mode, ',STRICT_TRANS_TABLES');");
  }
  if (cures.size === 0) return;
  throw new DatabaseSetupError(
    ['The database is not set up as the gateway needs it. Run as its owner:', ...[...cures].map((c) => `  ${c}`)].join(
      '\n',
    ),
  );
}
