import type { GatewayDataSource } from './gateway-data-source';

/** What could lose an acknowledged change, with what mends it. */
interface Flaw {
  /** Something is broken already, or only a crash would break it. */
  readonly isBroken: boolean;
  readonly what: string;
  readonly cure: string;
}

/** How the engine keeps what it was given (REL-01). */
export interface Durability {
  readonly version: string;
  readonly flaws: readonly Flaw[];
}

interface Value {
  readonly value: unknown;
}

/** @returns what the engine says of itself, and where it keeps less than it is told */
export function durabilityOf(dataSource: GatewayDataSource): Promise<Durability> {
  return dataSource.options.type === 'better-sqlite3' ? ofFile(dataSource) : ofServer(dataSource);
}

/** The database's time in epoch ms; null where it is this machine's own. */
export async function databaseTime(dataSource: GatewayDataSource): Promise<number | null> {
  if (dataSource.options.type === 'better-sqlite3') return null;
  const [row]: Value[] = await dataSource.query('SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS value');
  return Number(row?.value);
}

async function ofFile(dataSource: GatewayDataSource): Promise<Durability> {
  const [version]: Value[] = await dataSource.query('SELECT sqlite_version() AS value');
  const [health]: { quick_check: string }[] = await dataSource.query('PRAGMA quick_check(1)');
  const isSound = health?.quick_check === 'ok';
  const flaw = {
    isBroken: true,
    what: `The file is damaged: ${health?.quick_check}.`,
    cure: 'Restore a backup: brandgate restore',
  };
  return { version: `SQLite ${String(version?.value)}`, flaws: isSound ? [] : [flaw] };
}

async function ofServer(dataSource: GatewayDataSource): Promise<Durability> {
  const ask = async (query: string): Promise<Value[]> => dataSource.query(query);
  const [version] = await ask('SELECT VERSION() AS value');
  const [flush] = await ask('SELECT @@GLOBAL.innodb_flush_log_at_trx_commit AS value');
  const tables = await ask(
    `SELECT table_name AS value FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND engine <> 'InnoDB'`,
  );
  return {
    version: String(version?.value),
    flaws: [
      ...(Number(flush?.value) === 1 ? [] : [UNFLUSHED]),
      ...tables.map(({ value }) => ({
        isBroken: true,
        what: `The table ${String(value)} is not of InnoDB: it has no transactions.`,
        cure: `Run: ALTER TABLE ${String(value)} ENGINE = InnoDB;`,
      })),
    ],
  };
}

const UNFLUSHED: Flaw = {
  isBroken: false,
  what: 'A crash of the server loses what was answered: innodb_flush_log_at_trx_commit is not 1.',
  cure: 'Run as its owner, and put it into the configuration: SET GLOBAL innodb_flush_log_at_trx_commit = 1;',
};
