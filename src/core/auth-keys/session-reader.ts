import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import { instantFact, type Reason } from '../../kernel/errors/reasons';
import { keyDigestText, keyKind } from '../../kernel/secrets/key-text';
import { Database } from '../../storage/database';
import { RevocationJournal } from '../revocations/revocation-journal';
import { RoleRepository } from '../roles/role.repository';
import type { UserStatus } from '../users/user.entity';
import { AuthKeyRepository, type KeyOwner } from './auth-key.repository';
import { buildSnapshot, type SessionSnapshot } from './session-snapshot';
import { deathOf, stateReason } from './key-death';
import { SessionSnapshots } from './session-snapshots';

/** A key that leads to a session. */
export interface AcceptedKey {
  readonly digest: string;
  readonly snapshot: SessionSnapshot;
}

/** A key that does not, and why. */
export interface RefusedKey {
  readonly refusal: ErrorCode;
  /** For the operator; the caller learns the refusal alone. */
  readonly because: Reason;
  /** The brand a foreign key belongs to; for the audit trail only, the caller learns nothing of it (JFW-KEY-06). */
  readonly foreignTo?: BrandId;
  /** The living session of an expired key: good for signing out (JFW-SES-02). */
  readonly expired?: SessionSnapshot;
}

export type KeyVerdict = AcceptedKey | RefusedKey;

/** States in which an account blocks its keys without losing them (JFW-KEY-09). */
export const STATE_REFUSAL: Readonly<Partial<Record<UserStatus, ErrorCode>>> = {
  Locked: 'user.locked',
  Suspended: 'user.suspended',
  Inactive: 'user.inactive',
};

const UNKNOWN: RefusedKey = { refusal: 'auth-key.invalid', because: { reason: 'key-unknown' } };

/** Answers whose key this is: from memory when it may, else from the rows. */
@Injectable()
export class SessionReader {
  constructor(
    private readonly database: Database,
    private readonly keys: AuthKeyRepository,
    private readonly roles: RoleRepository,
    private readonly snapshots: SessionSnapshots,
    private readonly journal: RevocationJournal,
  ) {}

  /**
   * The warm path: no promise, no statement. Undefined when the rows have to be asked. What is in memory was well-formed
   * when it came in, so only its digest is made here.
   */
  verifyWarm(brandId: BrandId, text: string, now: number): AcceptedKey | undefined {
    if (!this.journal.isFresh()) return undefined;
    const digest = keyDigestText(text);
    const snapshot = this.snapshots.peek(digest);
    const fits = snapshot?.brandId === brandId && snapshot.keyExpiresAt > now;
    return fits ? { digest, snapshot } : undefined;
  }

  /** Against the rows; a text of the wrong shape costs no statement (JFW-KEY-05). */
  async verifyCold(brandId: BrandId, text: string, now: number): Promise<KeyVerdict> {
    const kind = keyKind(text);
    if (kind !== 'auth') return unknown({ reason: kind === null ? 'key-malformed' : 'key-is-refresh' });
    const digest = keyDigestText(text);
    if (!this.journal.isFresh()) {
      await this.journal.read();
      // The journal names nobody here: what is in memory is good again.
      const warm = this.verifyWarm(brandId, text, now);
      if (warm) return warm;
    }
    const reading = await this.snapshots.load(digest, async () => {
      const owner = await this.keys.findOwner(this.database.store, Buffer.from(digest, 'latin1'));
      return owner ? this.judge(owner, now) : null;
    });
    if (reading === null) return UNKNOWN;
    if (reading.brandId !== brandId) return { ...unknown({ reason: 'key-foreign' }), foreignTo: reading.brandId };
    return reading.verdict === null ? { digest, snapshot: reading.snapshot } : reading.verdict;
  }

  /** The pair is in use from now on; written through, once (JFW-KEY-12). */
  async noteFirstUse(snapshot: SessionSnapshot, now: number): Promise<void> {
    if (snapshot.isFirstUseWritten) return;
    await this.keys.markFirstUse(this.database.store, snapshot.brandId, snapshot.keyId, now);
    snapshot.isFirstUseWritten = true;
    snapshot.lastUsedAt = now;
  }

  private async judge(owner: KeyOwner, now: number): Promise<Reading> {
    const { key, user } = owner;
    const { brandId } = key;
    const death = deathOf(owner, now);
    if (death !== null) return { brandId, verdict: unknown(death) };
    const isExpired = key.expiresAt <= now;
    const refusal = isExpired ? 'auth-key.expired' : STATE_REFUSAL[user.status];
    if (refusal !== undefined && !isExpired) return { brandId, verdict: { refusal, because: stateReason(user) } };
    const snapshot = buildSnapshot(owner, await this.roles.listOfUser(this.database.store, brandId, user.id));
    if (!isExpired) return { brandId, verdict: null, snapshot };
    const because: Reason = { reason: 'key-expired', facts: { at: instantFact(key.expiresAt) } };
    return { brandId, verdict: { refusal: 'auth-key.expired', because, expired: snapshot } };
  }
}

function unknown(because: Reason): RefusedKey {
  return { ...UNKNOWN, because };
}

/** What the rows say of a key, whoever asks; with a snapshot to keep when there is no refusal. */
export type Reading = { readonly brandId: BrandId } & (
  | { readonly verdict: RefusedKey; readonly snapshot?: never }
  | { readonly verdict: null; readonly snapshot: SessionSnapshot }
);
