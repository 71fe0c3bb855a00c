import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** What lies beside a backup as `<file>.manifest.json`. */
export interface Manifest {
  readonly brandgate: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly engine: 'sqlite';
  readonly bytes: number;
  readonly sha256: string;
  readonly migrations: readonly string[];
  /** Ids of the key ring's entries, which a restore needs; null when it could not be read. */
  readonly keyRing: readonly string[] | null;
}

export function manifestPath(file: string): string {
  return `${file}.manifest.json`;
}

/** Size and digest of a file as a manifest holds them. */
export async function fingerprintOf(file: string): Promise<Pick<Manifest, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { bytes: (await stat(file)).size, sha256: hash.digest('hex') };
}

/** @returns null when there is none */
export async function readManifest(file: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(manifestPath(file), 'utf8')) as Manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
