import type { GatewayDataSource } from './gateway-data-source';

const LOCK = 'brandgate.migrations';
/** Longer than any single migration is allowed to take (REL-13). */
const LOCK_WAIT_SECONDS = 120;

/** What of the schema's history the database has. */
export interface MigrationState {
  readonly applied: readonly string[];
  /** Known to this version and not applied yet. */
  readonly pending: readonly string[];
  /** Applied by a newer version. */
  readonly unknown: readonly string[];
}

/**
 * Brings the schema up to date. Gateways that start together take turns on a server's lock; on SQLite the file's own
 * lock does it.
 * @returns the names of the migrations that ran
 * @throws UnknownMigrationError, MigrationLockError
 */
export function migrateUp(dataSource: GatewayDataSource): Promise<string[]> {
  return inTurn(dataSource, async () => {
    // A newer version has been here: what it made of the rows this one can only guess (REL-13).
    const { unknown } = await migrationState(dataSource);
    if (unknown.length > 0) throw new UnknownMigrationError(unknown);
    return (await dataSource.runMigrations()).map(({ name }) => name);
  });
}

/** Takes the newest migration back, with what it holds. @returns its name, or null when none is applied */
export function migrateDown(dataSource: GatewayDataSource): Promise<string | null> {
  return inTurn(dataSource, async () => {
    const newest = (await appliedMigrations(dataSource)).at(-1);
    if (newest === undefined) return null;
    await dataSource.undoLastMigration();
    return newest;
  });
}

export async function migrationState(dataSource: GatewayDataSource): Promise<MigrationState> {
  const applied = await appliedMigrations(dataSource);
  const known = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** Oldest first; none in a database that has never been migrated. */
async function appliedMigrations(dataSource: GatewayDataSource): Promise<string[]> {
  const table = dataSource.options.migrationsTableName ?? 'migrations';
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable(table))) return [];
    const rows = (await runner.query(`SELECT name FROM ${table} ORDER BY id`)) as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
}

async function inTurn<T>(dataSource: GatewayDataSource, work: () => Promise<T>): Promise<T> {
  if (dataSource.options.type === 'better-sqlite3') return work();
  const holder = dataSource.createQueryRunner();
  try {
    const rows = (await holder.query('SELECT GET_LOCK(?, ?) AS taken', [LOCK, LOCK_WAIT_SECONDS])) as {
      taken: unknown;
    }[];
    if (Number(rows[0]?.taken) !== 1) throw new MigrationLockError();
    return await work();
  } finally {
    await holder.query('SELECT RELEASE_LOCK(?)', [LOCK]);
    await holder.release();
  }
}

export class UnknownMigrationError extends Error {
  override readonly name = 'UnknownMigrationError';

  constructor(names: readonly string[]) {
    super(
      `The database was migrated by a newer version (${names.join(', ')}); start that version, or restore a backup made before.`,
    );
  }
}

export class MigrationLockError extends Error {
  override readonly name = 'MigrationLockError';

  constructor() {
    super(`Another process has been migrating the database for more than ${LOCK_WAIT_SECONDS} s; start again later.`);
  }
}
