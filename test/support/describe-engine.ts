import { currentEngine, mariadbSocket, type Engine } from './engine';

/** `describe` of every suite that needs a database: skipped on MariaDB when the machine has none. */
export function describeEngine(name: string, suite: () => void): void {
  const isMissing = currentEngine() === 'mariadb' && mariadbSocket() === null;
  (isMissing ? describe.skip : describe)(name, suite);
}

/**
 * The choice for the running engine, such as another oracle for the same test.
 * There is no way to leave a test out on one engine: both must run the same number of tests.
 */
export function perEngine<T>(choices: Readonly<Record<Engine, T>>): T {
  return choices[currentEngine()];
}
