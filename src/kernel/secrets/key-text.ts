import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The two kinds of native keys; never interchangeable (JFW-KEY-08). */
export type KeyKind = 'auth' | 'refresh';

const KEY_BYTES = 32;
const KEY_LENGTH = 53;
/** Prefix and secret; the checksum follows. */
const BODY_LENGTH = 47;
const PREFIXES = { auth: 'bgk_', refresh: 'bgr_' } as const;
// The 43rd character carries two unused bits and the 49th four: only those with zeros there are canonical (JFW-KEY-02).
const SHAPE = /^bg[kr]_[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048][A-Za-z0-9_-]{5}[AQgw]$/;

/** CRC-32 (ISO-HDLC) of the ASCII text as 6 characters of base64url, big-endian (JFW-KEY-02). */
function checksum(body: string): string {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64url');
}

/** The key text of 32 secret bytes: prefix, 43 characters base64url, 6 characters checksum (JFW-KEY-01). */
export function formatKey(kind: KeyKind, bytes: Buffer): string {
  if (bytes.length !== KEY_BYTES) throw new RangeError('a key is made of 32 bytes');
  const body = PREFIXES[kind] + bytes.toString('base64url');
  return body + checksum(body);
}

/** The kind of a well-formed key text, or null: wrong shape, checksum or not canonical (JFW-KEY-02, -05). Needs no look-up. */
export function keyKind(text: unknown): KeyKind | null {
  if (typeof text !== 'string' || text.length !== KEY_LENGTH || !SHAPE.test(text)) return null;
  if (!text.endsWith(checksum(text.slice(0, BODY_LENGTH)))) return null;
  return text.charAt(2) === 'k' ? 'auth' : 'refresh';
}

/** SHA-256 of the key text, 32 bytes: the only form that is stored and looked up (JFW-KEY-05). */
export function keyDigest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** The same digest as a string of 32 characters U+0000 to U+00FF: a map key that costs no Buffer. */
export function keyDigestText(text: string): string {
  return hash('sha256', text, 'binary');
}

/** A new key with 256 random bits (JFW-KEY-03). */
export function newKey(kind: KeyKind): string {
  return formatKey(kind, randomBytes(KEY_BYTES));
}
