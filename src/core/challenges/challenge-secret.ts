import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type BrandId, randomCode } from '../../kernel/ids';
import type { KeyRing } from '../../kernel/secrets/key-ring';
import { lengthPrefixed } from '../../kernel/secrets/part-text';
import type { ChallengeKind, ChallengePurpose } from './challenge.entity';

const LINK_BYTES = 32;
const CODE_LENGTH = 32;
const CODE_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';

/** What belongs to the digest beside the secret, so that it fits nowhere else (SEC-OT-05). */
export interface SecretPlace {
  readonly brandId: BrandId;
  readonly purpose: ChallengePurpose;
  readonly kind: ChallengeKind;
  /** Public id of the challenge; short codes are hashed with it. */
  readonly uid: string;
}

/** A new secret (SEC-OT-08): 256 bits for a link, 32 of `[0-9A-Z]`, or `length` digits. */
export function newSecret(kind: ChallengeKind, length: number): string {
  if (kind === 'link') return randomBytes(LINK_BYTES).toString('base64url');
  return kind === 'code' ? randomCode(CODE_LENGTH, CODE_ALPHABET) : randomCode(length, DIGITS);
}

/** 32 bytes; null when the ring no longer has the entry that a short code was hashed under. */
export function secretDigest(secret: string, place: SecretPlace, ring: KeyRing, ringId: string | null): Buffer | null {
  const { brandId, purpose, kind, uid } = place;
  if (kind !== 'digits') {
    return createHash('sha256')
      .update(lengthPrefixed(kind, purpose, String(brandId), secret))
      .digest();
  }
  const key = ringId === null ? null : ring.subKey('code', ringId);
  if (key === null) return null;
  return createHmac('sha256', key)
    .update(lengthPrefixed(kind, purpose, String(brandId), uid, secret))
    .digest();
}
