import { randomBytes, randomInt } from 'node:crypto';

/** Surrogate integer keys of the tables (architecture §6); never shown outside. */
export type BrandId = number & { readonly __brand: 'BrandId' };
export type UserId = number & { readonly __brand: 'UserId' };
export type SessionId = number & { readonly __brand: 'SessionId' };
export type DeviceId = number & { readonly __brand: 'DeviceId' };
export type RoleId = number & { readonly __brand: 'RoleId' };
export type AppId = number & { readonly __brand: 'AppId' };
export type ServiceId = number & { readonly __brand: 'ServiceId' };
export type LinkId = number & { readonly __brand: 'LinkId' };
export type ChallengeId = number & { readonly __brand: 'ChallengeId' };
export type OutboxId = number & { readonly __brand: 'OutboxId' };
export type PushId = number & { readonly __brand: 'PushId' };
export type PushDeliveryId = number & { readonly __brand: 'PushDeliveryId' };
export type FarewellId = number & { readonly __brand: 'FarewellId' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const COUNTER_MAX = 0xfff;
// A clock that was set back by more than this starts a new sequence instead of holding ids in the future.
const MAX_REWIND_MS = 10_000;

const last = { ms: -1, counter: 0 };

/** Next (ms, counter) pair: never below the one before it, so that ids made by one process sort by creation. */
function advance(now: number, seed: number): void {
  const isBehind = now <= last.ms && last.ms - now <= MAX_REWIND_MS;
  if (!isBehind) {
    last.ms = now;
    last.counter = seed;
  } else if (last.counter < COUNTER_MAX) {
    last.counter += 1;
  } else {
    last.ms += 1;
    last.counter = seed;
  }
}

/** A new UUIDv7 (RFC 9562 §5.7, method 1) for the instant `now` (epoch ms). Monotonic within a millisecond, 62 random bits. */
export function uuidv7(now: number): string {
  if (!Number.isSafeInteger(now) || now < 0 || now >= 2 ** 48) throw new RangeError('uuidv7 needs epoch milliseconds');
  const bytes = randomBytes(16);
  // The counter begins in its lower half, so that half a sequence is left before it has to borrow a millisecond.
  advance(now, bytes.readUInt16BE(6) & 0x7ff);
  bytes.writeUIntBE(last.ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether `text` has the 8-4-4-4-12 hexadecimal shape, in either case and of any version. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

/** `length` characters, each drawn uniformly from `alphabet` (ASCII, without repeats) by the CSPRNG (SEC-OT-08). */
export function randomCode(length: number, alphabet: string): string {
  if (alphabet.length < 2) throw new RangeError('randomCode needs an alphabet of at least two characters');
  let code = '';
  for (let i = 0; i < length; i += 1) code += alphabet.charAt(randomInt(alphabet.length));
  return code;
}
