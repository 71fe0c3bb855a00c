import { Injectable } from '@nestjs/common';
import type { ReasonCode } from '../../kernel/errors/reasons';
import { type BrandId, type UserId, uuidv7 } from '../../kernel/ids';
import { KeyRing } from '../../kernel/secrets/key-ring';
import type { Store } from '../../storage/database';
import type { ChallengeEntity, ChallengeKind, ChallengePurpose } from './challenge.entity';
import { ChallengeRepository } from './challenge.repository';
import { newSecret, secretDigest } from './challenge-secret';

/** Tries after which a challenge is dead, for the right secret as well (SEC-RST-05). */
const MAX_ATTEMPTS = 5;
/** How many of an account's closed challenges are looked at for why a secret is not good any more. */
const MAX_REMEMBERED = 20;

export interface ChallengeRequest {
  readonly brandId: BrandId;
  readonly userId: UserId;
  readonly purpose: ChallengePurpose;
  readonly kind: ChallengeKind;
  /** Canonical key of the address that it goes to. */
  readonly target: string | null;
  /** Milliseconds. */
  readonly lifetime: number;
  /** Of a typed code. */
  readonly digits?: number;
}

/** A secret that somebody presents, with the account they say it is for; null for an account that there is not. */
export interface PresentedSecret {
  readonly secret: string;
  readonly kind: ChallengeKind;
  readonly brandId: BrandId;
  readonly userId: UserId | null;
  readonly purposes: readonly ChallengePurpose[];
  /** Tries until it is dead; 5 unless the brand says otherwise. */
  readonly maxAttempts?: number;
}

/** One-time secrets: made, told from wrong ones, redeemed once (§5 of the security page). */
@Injectable()
export class Challenges {
  constructor(
    private readonly repository: ChallengeRepository,
    private readonly ring: KeyRing,
  ) {}

  /** A new secret; older ones of the same purpose are void (SEC-OT-06). @returns the secret: only its digest is kept */
  async open(store: Store, request: ChallengeRequest, now: number): Promise<string> {
    const { brandId, userId, purpose, kind, target, lifetime, digits = 0 } = request;
    await this.repository.voidAll(store, { brandId, userId, purposes: [purpose] }, now);
    const uid = uuidv7(now);
    const secret = newSecret(kind, digits);
    const ringId = kind === 'digits' ? this.ring.currentId : null;
    const secretHash = secretDigest(secret, { brandId, purpose, kind, uid }, this.ring, ringId);
    if (secretHash === null) throw new TypeError('the writing entry of the key ring is missing');
    const times = { expiresAt: now + lifetime, createdAt: now };
    await this.repository.insert(store, {
      ...{ uid, brandId, userId, purpose, kind, secretHash, ringId, target },
      ...times,
    });
    return secret;
  }

  /**
   * The open challenge whose secret this is, after a try was taken from all that are open; the same statements for an
   * account that there is not. What is found is either redeemed with `consume`, in the transaction of what it allows, or
   * its try is given back.
   */
  async find(store: Store, presented: PresentedSecret, now: number): Promise<ChallengeEntity | null> {
    const { kind, secret, maxAttempts = MAX_ATTEMPTS } = presented;
    const open = await this.repository.listOpen(store, presented, now, maxAttempts);
    const mayTry = await this.repository.reserveTry(store, presented.brandId, open, now, maxAttempts);
    const right = open.find((challenge) => challenge.kind === kind && this.isSecretOf(challenge, secret));
    return mayTry ? (right ?? null) : null;
  }

  /** The secret was right and something else was not: the try does not count. */
  async giveBack(store: Store, challenge: ChallengeEntity): Promise<void> {
    await this.repository.giveBackTry(store, challenge);
  }

  /** Why `find` found nothing; only of a right secret it is told that it came too late. */
  async causeOf(store: Store, presented: PresentedSecret, now: number): Promise<ReasonCode> {
    const closed = await this.repository.listClosed(store, presented, now, MAX_REMEMBERED);
    const late = closed.find(
      (challenge) => challenge.kind === presented.kind && this.isSecretOf(challenge, presented.secret),
    );
    if (late === undefined) return 'token-unknown';
    return late.usedAt === null ? 'token-expired' : 'token-used';
  }

  /** By the secret alone, for links whose owner need not be named: 256 bits are not guessed. */
  async findByLink(
    store: Store,
    link: { readonly brandId: BrandId; readonly secret: string; readonly purposes: readonly ChallengePurpose[] },
    now: number,
  ): Promise<ChallengeEntity | null> {
    for (const purpose of link.purposes) {
      const place = { brandId: link.brandId, purpose, kind: 'link' as const, uid: '' };
      const hash = secretDigest(link.secret, place, this.ring, null);
      const found = hash === null ? null : await this.repository.findByHash(store, link.brandId, hash);
      if (found?.usedAt === null && found.expiresAt > now) return found;
    }
    return null;
  }

  /** @returns false when it is no longer there to be redeemed: whoever was first has won */
  async consume(store: Store, challenge: ChallengeEntity, now: number): Promise<boolean> {
    return this.repository.consume(store, challenge, now);
  }

  /** Every open secret of the account; of all purposes when none is named (SEC-PW-08). */
  async voidAll(
    store: Store,
    owner: { readonly brandId: BrandId; readonly userId: UserId; readonly purposes?: readonly ChallengePurpose[] },
    now: number,
  ): Promise<void> {
    await this.repository.voidAll(store, owner, now);
  }

  private isSecretOf({ brandId, purpose, kind, uid, ringId, secretHash }: ChallengeEntity, secret: string): boolean {
    const digest = secretDigest(secret, { brandId, purpose, kind, uid }, this.ring, ringId);
    return digest !== null && digest.equals(secretHash);
  }
}
