import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { currentEngine, mariadbSocket, type Engine } from './engine';

/** An empty database that belongs to one suite. */
export interface TestDatabase {
  readonly engine: Engine;
  /** What the gateway reads as DATABASE_URL. */
  readonly url: string;
  /** The name on the server; the file's path on SQLite. */
  readonly name: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  return currentEngine() === 'sqlite' ? createFile() : createOnServer(requireSocket());
}

async function createFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'bg-sqlite-'));
  const name = join(folder, 'db.sqlite');
  return {
    engine: 'sqlite',
    url: `sqlite:${name}`,
    name,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Every database has its own user, who sees nothing else: the server's log tells the databases apart by it. */
async function createOnServer(socketPath: string): Promise<TestDatabase> {
  const suffix = randomBytes(6).toString('hex');
  const name = `test_${suffix}`;
  const user = `u_${suffix}`;
  await asRoot(socketPath, [
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`,
    `CREATE USER ${user}@localhost`,
    `GRANT ALL PRIVILEGES ON ${name}.* TO ${user}@localhost`,
  ]);
  return {
    engine: 'mariadb',
    url: `mariadb://${user}@localhost/${name}?socketPath=${encodeURIComponent(socketPath)}`,
    name,
    drop: () => asRoot(socketPath, [`DROP DATABASE ${name}`, `DROP USER ${user}@localhost`]),
  };
}

async function asRoot(socketPath: string, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ socketPath, user: 'root' });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

function requireSocket(): string {
  const socketPath = mariadbSocket();
  if (socketPath === null) throw new Error('no MariaDB here: describe the suite with describeEngine');
  return socketPath;
}
