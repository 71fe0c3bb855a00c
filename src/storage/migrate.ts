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
  return (await dataSource.runMigrations()).map(({ name }) => name);
}

export class MigrationLockError extends Error {
  override readonly name = 'MigrationLockError';

  constructor() {
    super(`Another process has been migrating the database for more than ${LOCK_WAIT_SECONDS} s; start again later.`);
  }
}
