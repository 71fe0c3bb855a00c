import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of package.json, found upwards from here: the compiled tree lies one folder deeper than the sources. */
export const VERSION = readVersion(__dirname);

function readVersion(folder: string): string {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name?: string;
      version?: string;
    };
    if (manifest.name === 'brandgate' && manifest.version !== undefined) return manifest.version;
  } catch {
    // Not here; the parent may have it.
  }
  return dirname(folder) === folder ? 'unknown' : readVersion(dirname(folder));
}
