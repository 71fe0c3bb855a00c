import { Injectable } from '@nestjs/common';
import { compactVerify } from 'jose';
import type { BrandId } from '../../kernel/ids';
import { instantFact, type Reason } from '../../kernel/errors/reasons';
import { Database } from '../../storage/database';
import { AuthKeyRepository, type KeyOwner } from '../auth-keys/auth-key.repository';
import { sessionEndOf, stateReason } from '../auth-keys/key-death';
import { buildSnapshot, type SessionSnapshot } from '../auth-keys/session-snapshot';
import { SessionSnapshots } from '../auth-keys/session-snapshots';
import { BrandDirectory } from '../brands/brand-directory';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { RevocationJournal } from '../revocations/revocation-journal';
import { RoleRepository } from '../roles/role.repository';
import { SIGNING_ALGORITHM, SigningKeys } from '../signing-keys/signing-keys';
import { judgedClaims } from './token-claims';
import { tokenDigest } from './token-digest';
import { TokenIssuer } from './token-issuer';
import { readToken, type ShapeFault } from './token-shape';

/** Why a token lets nobody in, in the order in which it is judged (§6 of the DreamFactory contract). */
export type TokenFault = ShapeFault | 'user' | 'expired' | 'ended' | 'inactive';

export interface RefusedToken {
  readonly fault: TokenFault;
  /** For the operator; the caller learns the fault alone. */
  readonly because: Reason;
}

export interface AcceptedToken {
  readonly digest: string;
  readonly snapshot: SessionSnapshot;
}

export type TokenVerdict = AcceptedToken | RefusedToken;

/** What the rows came to. */
type Reading =
  | { readonly snapshot: SessionSnapshot; readonly refusal?: never }
  | { readonly snapshot?: never; readonly refusal: RefusedToken };

/** A retired token serves this much longer (DF-SES-21). */
const GRACE_MS = 60_000;

/**
 * Whose session token this is. A signature alone proves nothing: the session's and the token's rows must be alive, so
 * that an end of either counts at once (DF-TOK-03). What is found is kept where Auth Keys are, and dropped with them.
 */
@Injectable()
export class SessionTokenReader {
  constructor(
    private readonly database: Database,
    private readonly directory: BrandDirectory,
    private readonly signing: SigningKeys,
    private readonly issuer: TokenIssuer,
    private readonly keys: AuthKeyRepository,
    private readonly roles: RoleRepository,
    private readonly snapshots: SessionSnapshots,
    private readonly journal: RevocationJournal,
  ) {}

  async verify(brand: BrandSnapshot, text: string, now: number): Promise<TokenVerdict> {
    if (!this.journal.isFresh()) await this.journal.read();
    const digest = tokenDigest(text);
    const known = this.snapshots.peek(digest.text);
    if (known?.brandId === brand.id && known.keyExpiresAt > now) return { digest: digest.text, snapshot: known };
    const signed = await this.readSigned(text, now);
    if (typeof signed === 'string') return refusedFor(signed);
    if (signed.brand.id !== brand.id || signed.iss !== this.issuer.name) return refused('user', 'token-foreign');
    if (signed.expiresAt <= now) return { fault: 'expired', because: expiry(signed.expiresAt) };
    const reading = await this.snapshots.load(digest.text, () => this.read(brand.id, digest.bytes, now));
    const { snapshot, refusal } = reading;
    return snapshot === undefined ? refusal : { digest: digest.text, snapshot };
  }

  /** The brand that a well-signed token names, whatever has become of its session (DF-BRD-01). */
  async brandOf(text: string, now: number): Promise<BrandSnapshot | null> {
    const signed = await this.readSigned(text, now);
    return typeof signed === 'string' ? null : signed.brand;
  }

  private async readSigned(text: string, now: number) {
    const token = readToken(text);
    if (typeof token === 'string') return token;
    const claimed = token.claims['brand'];
    const brand = typeof claimed === 'string' ? await this.directory.findByUid(claimed) : null;
    const key = brand === null ? null : await this.signing.find(brand.id, token.kid, now);
    if (brand === null || key === null) return 'signature';
    const isSigned = await compactVerify(text, key, { algorithms: [SIGNING_ALGORITHM] }).then(
      () => true,
      () => false,
    );
    if (!isSigned) return 'signature';
    const claims = judgedClaims(token.claims);
    return claims === null ? 'user' : { brand, iss: claims.iss, expiresAt: claims.exp * 1_000 };
  }

  private async read(brandId: BrandId, digest: Buffer, now: number): Promise<Reading> {
    const { store } = this.database;
    const owner = await this.keys.findOwner(store, digest);
    // A row that was pruned is one of a session that ended (DF-TOK-03).
    if (owner?.key.brandId !== brandId || owner.key.kind !== 'token')
      return { refusal: refused('ended', 'key-unknown') };
    const end = endOf(owner, now);
    if (end !== null) return { refusal: { fault: 'ended', because: end } };
    if (owner.user.status === 'Deleted') return { refusal: refused('user', 'user-deleted') };
    if (owner.user.status !== 'Active') return { refusal: { fault: 'inactive', because: stateReason(owner.user) } };
    const snapshot = buildSnapshot(owner, await this.roles.listOfUser(store, brandId, owner.user.id));
    const { consumedAt } = owner.key;
    const expiresAt =
      consumedAt === null ? snapshot.keyExpiresAt : Math.min(snapshot.keyExpiresAt, consumedAt + GRACE_MS);
    return { snapshot: { ...snapshot, keyExpiresAt: expiresAt } };
  }
}

function endOf(owner: KeyOwner, now: number): Reason | null {
  const end = sessionEndOf(owner, now);
  const { consumedAt } = owner.key;
  if (end !== null || consumedAt === null || consumedAt + GRACE_MS > now) return end;
  return { reason: 'key-superseded', facts: { at: instantFact(consumedAt) } };
}

function refused(fault: TokenFault, reason: Reason['reason']): RefusedToken {
  return { fault, because: { reason } };
}

function refusedFor(fault: TokenFault): RefusedToken {
  return refused(
    fault,
    fault === 'user' ? 'token-foreign' : fault === 'signature' ? 'token-unsigned' : 'token-malformed',
  );
}

function expiry(at: number): Reason {
  return { reason: 'key-expired', facts: { at: instantFact(at) } };
}
