import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LEAST = [22, 13] as const;

/**
 * Makes sure of a Node that the gateway runs on. `npm run` finds the bundled one by itself; a file started directly with
 * an older Node is started again with it, or stops with one line, because native modules would crash without a word.
 * @returns false when another process has taken over, or none can
 */
export function ensureRuntime(entry: string): boolean {
  if (isRecent(process.versions.node)) return true;
  const bundled = findBundled(dirname(entry));
  if (bundled === null) {
    process.stderr.write(
      `Brandgate needs Node ${LEAST.join('.')} or newer; this is ${process.versions.node}. Run "npm ci", which brings one along, or install a newer Node.\n`,
    );
    process.exitCode = 1;
    return false;
  }
  const child = spawn(bundled, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128);
  });
  return false;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

function findBundled(folder: string): string | null {
  const candidate = join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(candidate)) return candidate;
  return dirname(folder) === folder ? null : findBundled(dirname(folder));
}
