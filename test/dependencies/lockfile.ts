import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  /** A workspace of the project, which is linked and not installed. */
  readonly link?: boolean;
}

/** Every installed copy, by its place below the project, such as `node_modules/a/node_modules/b`. */
export function readLockfile(): ReadonlyMap<string, LockedPackage> {
  const lock = JSON.parse(readProjectFile('package-lock.json')) as { packages: Record<string, LockedPackage> };
  return new Map(Object.entries(lock.packages).filter(([place, { link }]) => place.includes('node_modules/') && !link));
}

export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** `node_modules/a/node_modules/@b/c` → `@b/c` */
export function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Negative when `a` is the older one. A pre-release counts as older than its release. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => version.split(/[.+-]/, 3).map(Number);
  const [left, right] = [parts(a), parts(b)];
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((step) => step !== 0);
  return difference ?? Number(b.includes('-')) - Number(a.includes('-'));
}
