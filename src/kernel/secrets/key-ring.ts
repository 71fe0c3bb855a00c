import { hash, hkdfSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { keyWeakness } from './key-weakness';

/** What the sub-keys of a ring entry are for; every use has its own (SEC-KEY-01). */
export type SubKeyLabel = 'encryption' | 'pepper' | 'refresh' | 'code';

/** A ring that must not be used. The message names the entry by position or id and the cure, never key text. */
export class KeyRingError extends TypeError {
  override readonly name = 'KeyRingError';
}

const KEY_BYTES = 32;
const CURE = 'make one with: openssl rand -base64 32';
const ID = /^[A-Za-z0-9_-]{1,32}$/;

/** The 32 bytes of an entry; `where` names it in messages. */
function parseKey(text: string, where: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (text === '' || key.toString('base64') !== text) {
    throw new KeyRingError(`${where}: not base64 of ${KEY_BYTES} bytes; ${CURE}`);
  }
  if (key.length !== KEY_BYTES) {
    throw new KeyRingError(`${where}: ${key.length} bytes, must be exactly ${KEY_BYTES}; ${CURE}`);
  }
  const weakness = keyWeakness(key);
  if (weakness !== null) throw new KeyRingError(`${where}: weak key, ${weakness}; ${CURE}`);
  return key;
}

function parseEntry(entry: string, position: number): readonly [id: string, key: Buffer] {
  const where = `Key ring entry ${position}`;
  const colon = entry.indexOf(':');
  if (colon < 0) {
    const key = parseKey(entry, where);
    return [hash('sha256', key).slice(0, 8), key];
  }
  const id = entry.slice(0, colon).trim();
  if (!ID.test(id)) throw new KeyRingError(`${where}: an id is 1-32 characters of A-Z a-z 0-9 _ -`);
  return [id, parseKey(entry.slice(colon + 1).trim(), `${where} (${id})`)];
}

/** The installation's master keys (SEC-KEY-01): the first entry writes, all read. Yields `[secret]` to every sink (SEC-LOG-01). */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #subKeys = new Map<string, Buffer>();

  private constructor(
    keys: ReadonlyMap<string, Buffer>,
    /** Id of the entry that writes. */
    readonly currentId: string,
    /** All ids, the writing one first. */
    readonly ids: readonly string[],
  ) {
    this.#keys = keys;
  }

  /** Reads `[id:]base64` entries of 32 bytes, separated by commas. Throws KeyRingError on anything weak, repeated or malformed. */
  static parse(text: string): KeyRing {
    const keys = new Map<string, Buffer>();
    const entries = text.trim() === '' ? [] : text.split(',');
    entries.forEach((entry, index) => {
      const [id, key] = parseEntry(entry.trim(), index + 1);
      if ([...keys.values()].some((other) => other.equals(key))) {
        throw new KeyRingError(`Key ring entry ${index + 1}: the same key stands in the ring twice`);
      }
      if (keys.has(id)) throw new KeyRingError(`Key ring entry ${index + 1}: the id ${id} stands in the ring twice`);
      keys.set(id, key);
    });
    const ids = [...keys.keys()];
    const [currentId] = ids;
    if (currentId === undefined) throw new KeyRingError(`The key ring is empty; ${CURE}`);
    return new KeyRing(keys, currentId, ids);
  }

  /** The 32-byte HKDF-SHA-256 sub-key of an entry (default: the writing one), or null when the ring has no such id. Do not modify it. */
  subKey(label: SubKeyLabel): Buffer;
  subKey(label: SubKeyLabel, id: string): Buffer | null;
  subKey(label: SubKeyLabel, id: string = this.currentId): Buffer | null {
    const cached = this.#subKeys.get(`${label}:${id}`);
    if (cached !== undefined) return cached;
    const key = this.#keys.get(id);
    if (key === undefined) return null;
    const subKey = Buffer.from(hkdfSync('sha256', key, '', label, KEY_BYTES));
    this.#subKeys.set(`${label}:${id}`, subKey);
    return subKey;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** A fresh ring entry without id: base64 of 32 random bytes. */
export function generateRingEntry(): string {
  for (;;) {
    const key = randomBytes(KEY_BYTES);
    if (keyWeakness(key) === null) return key.toString('base64');
  }
}
