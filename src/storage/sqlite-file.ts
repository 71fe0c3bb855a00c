import { closeSync, fsyncSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/** More pages than a database has. */
const ALL_PAGES = 0x7fffffff;

/** A file that is no database, or a broken one. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/**
 * Copies a database that others may be using, as it is at one moment. All pages go in one step: a copy in small ones
 * would begin anew with every write of a gateway, and never end under load.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const connection = new Sqlite(from, { fileMustExist: true });
  try {
    await connection.backup(to, { progress: () => ALL_PAGES });
  } finally {
    connection.close();
  }
}

/** Makes one file of it (the journal is merged in), checks every page and writes it through. @throws DamagedFileError */
export function sealFile(path: string): void {
  const connection = open(path);
  try {
    connection.pragma('journal_mode = DELETE');
    const health = connection.pragma('integrity_check(1)', { simple: true });
    if (health !== 'ok') throw new DamagedFileError(`${path} is damaged: ${String(health)}`);
  } catch (error) {
    throw damageOf(path, error);
  } finally {
    connection.close();
  }
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Keeps everybody else out of a database while `work` runs.
 * @returns false when somebody has it open: a running gateway does, also while it is idle
 */
export async function alone(path: string, work: () => Promise<void>): Promise<boolean> {
  const connection = open(path);
  try {
    if (!takeAlone(connection)) return false;
    await work();
    return true;
  } finally {
    connection.close();
  }
}

function open(path: string): Sqlite {
  try {
    return new Sqlite(path, { fileMustExist: true, timeout: 0 });
  } catch (error) {
    throw damageOf(path, error);
  }
}

function takeAlone(connection: Sqlite): boolean {
  try {
    connection.pragma('locking_mode = EXCLUSIVE');
    // Leaving WAL mode needs the only connection there is.
    if (connection.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') return false;
    connection.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) return false;
    // What is no database is used by nobody.
    if (codeOf(error) === 'SQLITE_NOTADB') return true;
    throw error;
  }
}

function damageOf(path: string, error: unknown): unknown {
  const isDamage = ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(codeOf(error));
  return isDamage ? new DamagedFileError(`${path} is no database, or a damaged one.`) : error;
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
