import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Surroundings } from '../stages';
import { broken, type Check, fine, type Observation, weak } from '../finding';

const LITTLE_BYTES = 100 * 1024 * 1024;

/** The folder of the embedded database: the gateway writes into it, and nobody else reads it. */
export const dataFolderCheck: Check<Surroundings> = {
  name: 'data-folder',
  run({ config: { database } }): Observation[] {
    if (database.kind !== 'sqlite' || database.path === ':memory:') return [];
    const folder = dirname(database.path);
    // That there is none is told when the database is opened.
    if (!existsSync(folder)) return [];
    const found = [...accessOf(folder), ...modeOf(folder), ...modeOf(database.path), ...spaceOf(folder)];
    return found.length === 0 ? [fine(`${folder} can be written, by its owner alone.`)] : found;
  },
};

function accessOf(folder: string): Observation[] {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return [];
  } catch {
    return [broken(`${folder} cannot be written by this user.`, 'Run the command as the user the gateway runs as.')];
  }
}

function modeOf(path: string): Observation[] {
  const isHidden = dirname(path) !== '.' && (statOf(dirname(path)) & 0o077) === 0;
  if (process.platform === 'win32' || isHidden || !existsSync(path) || (statOf(path) & 0o077) === 0) return [];
  return [weak(`Others than its owner can read ${path}.`, `Run: chmod go-rwx ${path}`)];
}

function statOf(path: string): number {
  return statSync(path).mode;
}

function spaceOf(folder: string): Observation[] {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LITTLE_BYTES) return [];
  const megabytes = Math.floor((bavail * bsize) / (1024 * 1024));
  return [weak(`${megabytes} MiB are free in ${folder}.`, 'Make room: a full disk refuses every change.')];
}
