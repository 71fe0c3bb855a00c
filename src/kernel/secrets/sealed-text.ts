import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring';
import { lengthPrefixed } from './part-text';

/** Where a sealed text lives: moved anywhere else it does not open (SEC-KEY-02). */
export interface SealPlace {
  readonly table: string;
  readonly column: string;
  readonly brandId: number;
  /** Public id of the row, which is known before the row is. */
  readonly uid: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^bgs1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{38,})$/;

/** AES-256-GCM under the ring's writing entry: `bgs1.<ring id>.<base64url of nonce, tag and ciphertext>`. */
export function seal(ring: KeyRing, text: string, place: SealPlace): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', ring.subKey('encryption'), nonce).setAAD(placeBytes(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `bgs1.${ring.currentId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** The text, or null when the ring lacks the entry, or the seal is broken or belongs to another place. */
export function unseal(ring: KeyRing, sealed: string, place: SealPlace): string | null {
  const [, id = '', encoded = ''] = FORM.exec(sealed) ?? [];
  const key = id === '' ? null : ring.subKey('encryption', id);
  if (key === null) return null;
  const bytes = Buffer.from(encoded, 'base64url');
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(placeBytes(place)).setAuthTag(tag);
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

/** Id of the ring entry that sealed it, or null when it is no sealed text. */
export function sealedBy(sealed: string): string | null {
  return FORM.exec(sealed)?.[1] ?? null;
}

function placeBytes({ table, column, brandId, uid }: SealPlace): Buffer {
  return Buffer.from(lengthPrefixed(table, column, String(brandId), uid));
}
