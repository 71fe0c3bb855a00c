import type { GatewayDataSource } from './gateway-data-source';

const LOCK = 'brandgate.migrations';
/** Longer than any single migration is allowed to take (REL-13). */
const LOCK_WAIT_SECONDS = 120;

/**
 * Brings the schema up to date. Gateways that start together take turns on a server's lock; on SQLite the file's own
 * lock does it.
 * @returns the names of the migrations that ran
 */
export async function migrateUp(dataSource: GatewayDataSource): Promise<string[]> {
  if (dataSource.options.type === 'better-sqlite3') return run(dataSource);
  const holder = dataSource.createQueryRunner();
  try {
    const rows = (await holder.query('SELECT GET_LOCK(?, ?) AS taken', [LOCK, LOCK_WAIT_SECONDS])) as {
      taken: unknown;
    }[];
    if (Number(rows[0]?.taken) !== 1) throw new MigrationLockError();
    return await run(dataSource);
  } finally {
    await holder.query('SELECT RELEASE_LOCK(?)', [LOCK]);
    await holder.release();
  }
}

async function run(dataSource: GatewayDataSource): Promise<string[]> {
  await requireKnown(dataSource);
  return (await dataSource.runMigrations()).map(({ name }) => name);
}

/** A newer version has been here: what it made of the rows this one can only guess (REL-13). */
async function requireKnown(dataSource: GatewayDataSource): Promise<void> {
  const holder = dataSource.createQueryRunner();
  try {
    if (!(await holder.hasTable('migrations'))) return;
    const rows = (await holder.query('SELECT name FROM migrations')) as { name: string }[];
    const known = new Set(dataSource.migrations.map(({ name }) => name));
    const unknown = rows.map(({ name }) => name).filter((name) => !known.has(name));
    if (unknown.length > 0) throw new UnknownMigrationError(unknown);
  } finally {
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
