import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import type { BrandId, ChallengeId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { ChallengeEntity, type ChallengePurpose } from './challenge.entity';

export type NewChallenge = Omit<ChallengeEntity, 'id' | 'attempts' | 'usedAt'>;

/** An account and what its secrets are for. An unknown account is user 0: the same statements, no row (SEC-ENU-01). */
export interface ChallengeOwner {
  readonly brandId: BrandId;
  readonly userId: UserId | null;
  readonly purposes: readonly ChallengePurpose[];
}

@Injectable()
export class ChallengeRepository {
  async insert(store: Store, challenge: NewChallenge): Promise<void> {
    await store.insert(ChallengeEntity, { ...challenge, attempts: 0, usedAt: null });
  }

  /** By its digest, whoever it belongs to: for secrets that nobody guesses. */
  async findByHash(store: Store, brandId: BrandId, secretHash: Buffer): Promise<ChallengeEntity | null> {
    return store.findOneBy(ChallengeEntity, { brandId, secretHash });
  }

  /**
   * Takes a try from each of these before the secret is looked at: of any number of parallel guesses `max` at most are
   * evaluated (SEC-OT-03). Named by their ids, so that it locks nothing that a redemption under way needs after them.
   * @returns false when one of them had none left, or there is none
   */
  async reserveTry(
    store: Store,
    brandId: BrandId,
    challenges: readonly ChallengeEntity[],
    now: number,
    max: number,
  ): Promise<boolean> {
    // Where nothing is open the same statement finds nothing (SEC-ENU-01).
    const ids = challenges.length === 0 ? [0] : challenges.map(({ id }) => id);
    const { affected } = await store
      .createQueryBuilder()
      .update(ChallengeEntity)
      .set({ attempts: () => 'attempts + 1' })
      .where('brand_id = :brandId AND id IN (:...ids)', { brandId, ids })
      .andWhere('used_at IS NULL AND expires_at > :now AND attempts < :max', { now, max })
      .execute();
    return challenges.length > 0 && affected === challenges.length;
  }

  /** A try that turned out to be none. */
  async giveBackTry(store: Store, { id, brandId }: ChallengeEntity): Promise<void> {
    await store.update(ChallengeEntity, { id, brandId }, { attempts: () => 'attempts - 1' });
  }

  /** Whether the account was ever sent a secret of these purposes, whatever became of it. */
  async hasAny(store: Store, { brandId, userId, purposes }: ChallengeOwner): Promise<boolean> {
    return store.existsBy(ChallengeEntity, { brandId, userId: userId ?? (0 as UserId), purpose: In([...purposes]) });
  }

  /** Those that can still be tried. */
  async listOpen(store: Store, owner: ChallengeOwner, now: number, max: number): Promise<ChallengeEntity[]> {
    const { brandId, userId, purposes } = owner;
    return store.findBy(ChallengeEntity, {
      ...{ brandId, userId: userId ?? (0 as UserId), purpose: In([...purposes]) },
      ...{ usedAt: IsNull(), expiresAt: MoreThan(now), attempts: LessThan(max) },
    });
  }

  /** Those that were used, replaced or have expired, newest first. */
  async listClosed(
    store: Store,
    { brandId, userId, purposes }: ChallengeOwner,
    now: number,
    limit: number,
  ): Promise<ChallengeEntity[]> {
    const owner = { brandId, userId: userId ?? (0 as UserId), purpose: In([...purposes]) };
    return store.find(ChallengeEntity, {
      where: [
        { ...owner, usedAt: Not(IsNull()) },
        { ...owner, expiresAt: LessThanOrEqual(now) },
      ],
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** @returns false when it was used, replaced or has expired: whoever was first has won (SEC-OT-02) */
  async consume(store: Store, challenge: ChallengeEntity, now: number): Promise<boolean> {
    const { id, brandId, purpose, secretHash } = challenge;
    const { affected } = await store.update(
      ChallengeEntity,
      { id, brandId, purpose, secretHash, usedAt: IsNull(), expiresAt: MoreThan(now) },
      { usedAt: now },
    );
    return affected === 1;
  }

  /** All of the account's open ones of these purposes; every purpose when none is named. */
  async voidAll(
    store: Store,
    owner: { readonly brandId: BrandId; readonly userId: UserId; readonly purposes?: readonly ChallengePurpose[] },
    now: number,
  ): Promise<void> {
    const { brandId, userId, purposes } = owner;
    const which = purposes === undefined ? {} : { purpose: In([...purposes]) };
    await store.update(ChallengeEntity, { brandId, userId, usedAt: IsNull(), ...which }, { usedAt: now });
  }

  /** @returns how many it removed; as many as `limit` when there may be more */
  async deleteExpiredBefore(store: Store, instant: number, limit: number): Promise<number> {
    const rows = await store.find(ChallengeEntity, {
      select: { id: true },
      where: { expiresAt: LessThan(instant) },
      order: { expiresAt: 'ASC' },
      take: limit,
    });
    const ids: ChallengeId[] = rows.map(({ id }) => id);
    if (ids.length > 0) await store.delete(ChallengeEntity, { id: In(ids) });
    return ids.length;
  }
}
