export type Engine = 'sqlite' | 'mariadb';

/** The engine of the running project; see jest.config.cjs. */
export function currentEngine(): Engine {
  const engine = process.env['TEST_ENGINE'];
  if (engine === 'sqlite' || engine === 'mariadb') return engine;
  throw new Error('TEST_ENGINE is not set: this suite belongs to the projects sqlite and mariadb');
}

/** Null on a machine without MariaDB. */
export function mariadbSocket(): string | null {
  return process.env['TEST_MARIADB_SOCKET'] ?? null;
}
