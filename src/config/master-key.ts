import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateRingEntry, KeyRing, KeyRingError } from '../kernel/secrets/key-ring';
import { ConfigError, type GatewayConfig } from './gateway-config';

const FILE_NAME = 'master.key';

/**
 * The key ring: from the configuration, or on the embedded database a generated one that is kept beside it, readable by
 * its owner alone (SEC-KEY-01).
 * @throws ConfigError when there is none for a server database, or it is weak
 */
export function openKeyRing(config: GatewayConfig): KeyRing {
  const text = config.masterKey ?? embeddedKey(config);
  try {
    return KeyRing.parse(text);
  } catch (error) {
    if (error instanceof KeyRingError) throw new ConfigError([`BRANDGATE_MASTER_KEY: ${error.message}`]);
    throw error;
  }
}

/** Where the generated key ring of an embedded database lies. */
export function masterKeyBeside(databasePath: string): string {
  return join(dirname(databasePath), FILE_NAME);
}

function embeddedKey({ database }: GatewayConfig): string {
  if (database.kind !== 'sqlite') {
    throw new ConfigError([
      'BRANDGATE_MASTER_KEY must be set for a server database; make one with: openssl rand -base64 32',
    ]);
  }
  // Nothing outlives the process, so nothing needs to be kept.
  if (database.path === ':memory:') return generateRingEntry();
  const file = masterKeyBeside(database.path);
  try {
    if (existsSync(file)) return readOwnFile(file);
    if (existsSync(database.path)) throw new ConfigError([lostKey(file)]);
    return makeFile(file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code, path = file } = error as NodeJS.ErrnoException;
    throw new ConfigError([
      `DATABASE_URL: ${path} cannot be used (${code}); the folder must be one that the gateway may write to.`,
    ]);
  }
}

/** A fresh one would open nothing of what is there: no password, no sealed text. */
function lostKey(file: string): string {
  return `${file} is missing, and the database beside it was used with a key ring: put it back, or set BRANDGATE_MASTER_KEY.`;
}

function readOwnFile(file: string): string {
  // Windows has no such bits and reports them all.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new ConfigError([`${file} can be read by others than its owner; run: chmod 600 ${file}`]);
  }
  return readFileSync(file, 'utf8').trim();
}

function makeFile(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const entry = generateRingEntry();
  writeFileSync(file, `${entry}\n`, { mode: 0o600, flag: 'wx' });
  return entry;
}
