import mysql from 'mysql2/promise';
import type { MigrationInterface } from 'typeorm';
import type { DatabaseTarget } from '../config/database-url';
import { GatewayDataSource } from './gateway-data-source';

type Server = Extract<DatabaseTarget, { kind: 'server' }>;

/** What the composition root puts into a data source: the classes of the tables and of the migrations. */
export interface SchemaParts {
  readonly entities: (new () => object)[];
  readonly migrations: (new () => MigrationInterface)[];
}

const CONNECT_TIMEOUT_MS = 1_000;
const POOL_SIZE = 10;

/** A data source for the target, not yet initialised. For a server its version decides which driver type fits. */
export async function createDataSource(target: DatabaseTarget, parts: SchemaParts): Promise<GatewayDataSource> {
  const base = {
    entities: parts.entities,
    migrations: parts.migrations,
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false as const,
    migrationsTransactionMode: 'each' as const,
  };
  if (target.kind === 'sqlite') return new GatewayDataSource({ ...base, ...sqliteOptions(target.path) });
  return new GatewayDataSource({ ...base, ...serverOptions(target, await serverType(target)) });
}

function sqliteOptions(path: string) {
  return {
    type: 'better-sqlite3',
    database: path,
    enableWAL: path !== ':memory:',
    // Preparing a statement costs more than most of them take to run.
    statementCacheSize: 500,
    prepareDatabase: prepareSqlite,
  } as const;
}

interface SqliteConnection {
  pragma(text: string): unknown;
  function(name: string, options: { deterministic: boolean }, body: (value: unknown) => unknown): unknown;
}

function prepareSqlite(connection: SqliteConnection): void {
  // An answered change is on the disk (REL-01).
  connection.pragma('synchronous = FULL');
  // SQLite's own knows ASCII alone; filters ignore the case of every alphabet, as they do on a server.
  const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
  connection.function('lower', { deterministic: true }, lower);
}

function serverOptions(target: Server, type: 'mariadb' | 'mysql') {
  return {
    type,
    ...(target.socketPath === undefined ? { host: target.host, port: target.port } : { socketPath: target.socketPath }),
    username: target.username,
    password: target.password,
    database: target.database,
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
    poolSize: POOL_SIZE,
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: { queueLimit: 500, enableKeepAlive: true },
  } as const;
}

/** `mysql` reports schema differences on MariaDB for ever, and the other way round. */
async function serverType(target: Server): Promise<'mariadb' | 'mysql'> {
  const connection = await mysql.createConnection({
    ...(target.socketPath === undefined ? { host: target.host, port: target.port } : { socketPath: target.socketPath }),
    user: target.username,
    password: target.password,
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  try {
    const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT VERSION() AS version');
    return /mariadb/i.test(String(rows[0]?.['version'])) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}
