import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { type AppId, type BrandId, type DeviceId, isUuid, type SessionId, type UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { UserEntity } from '../users/user.entity';
import { SessionEntity } from './session.entity';

/** When its user was last told of a drift, by what drifted. */
export type DriftMark = 'deviceDriftToldAt' | 'systemDriftToldAt' | 'versionDriftToldAt';

export type NewSession = Omit<SessionEntity, 'id' | 'revokedAt' | 'revokeReason' | 'epoch' | DriftMark>;

const DAY_MS = 86_400_000;

/** Why a session ended. */
export type RevokeReason = 'sign-out' | 'revoked' | 'theft' | 'quota' | 'device' | 'password' | 'deleted' | 'restored';

@Injectable()
export class SessionRepository {
  /**
   * Inserts only while the account is Active and its credentials are those that were checked (SEC-SES-02). The account's
   * row is taken first: a change of it that is under way is waited for, and one that comes later finds the session.
   * @returns null when the account changed meanwhile
   */
  async insertIfUnchanged(store: Store, session: NewSession, credentialVersion: number): Promise<SessionId | null> {
    const { affected } = await store
      .createQueryBuilder()
      .update(UserEntity)
      .set({ epoch: () => 'epoch' })
      .where({ brandId: session.brandId, id: session.userId, credentialVersion, status: 'Active' })
      .execute();
    if (affected !== 1) return null;
    const untold = { deviceDriftToldAt: null, systemDriftToldAt: null, versionDriftToldAt: null };
    const row = { ...session, ...untold, revokedAt: null, revokeReason: null, epoch: 0 };
    const { identifiers } = await store.insert(SessionEntity, row);
    // A server hands BIGINT back as text.
    return Number(identifiers[0]?.['id']) as SessionId;
  }

  /**
   * Takes the session's row for this transaction; false when it has ended, so that a rotation and a sign-out meet here.
   * @param expiresAt the new end, when the transaction renews the session
   */
  async lockAlive(store: Store, brandId: BrandId, id: SessionId, now: number, expiresAt?: number): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ epoch: () => 'epoch + 1', ...(expiresAt === undefined ? {} : { expiresAt }) })
      .where({ id, brandId, revokedAt: IsNull(), expiresAt: MoreThan(now) })
      .execute();
    return affected === 1;
  }

  async findById(store: Store, brandId: BrandId, id: SessionId): Promise<SessionEntity | null> {
    return store.findOneBy(SessionEntity, { brandId, id });
  }

  /** By its public id, alive or not. */
  async findByUid(store: Store, brandId: BrandId, uid: string): Promise<SessionEntity | null> {
    return isUuid(uid) ? store.findOneBy(SessionEntity, { brandId, uid }) : null;
  }

  async bindDevice(store: Store, brandId: BrandId, id: SessionId, deviceId: DeviceId | null): Promise<void> {
    await store.update(SessionEntity, { id, brandId }, { deviceId });
  }

  /** Binds a session that has no device yet; the first one stays (JFW-KEY-13). */
  async bindFirstDevice(store: Store, brandId: BrandId, id: SessionId, deviceId: DeviceId): Promise<boolean> {
    const { affected } = await store.update(SessionEntity, { id, brandId, deviceId: IsNull() }, { deviceId });
    return affected === 1;
  }

  /** Marks that the user is being told; false when they were within a day. */
  async markDriftTold(store: Store, brandId: BrandId, id: SessionId, mark: DriftMark, now: number): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ [mark]: now })
      .where([
        { brandId, id, [mark]: IsNull() },
        { brandId, id, [mark]: LessThanOrEqual(now - DAY_MS) },
      ])
      .execute();
    return affected === 1;
  }

  async listLive(store: Store, brandId: BrandId, userId: UserId, now: number): Promise<SessionEntity[]> {
    return store.find(SessionEntity, {
      where: { brandId, userId, revokedAt: IsNull(), expiresAt: MoreThan(now) },
      order: { id: 'DESC' },
    });
  }

  /** Living sessions of a user that are bound to a device. */
  async listLiveOnDevice(
    store: Store,
    bound: { readonly brandId: BrandId; readonly userId: UserId; readonly deviceId: DeviceId },
    now: number,
  ): Promise<SessionEntity[]> {
    return store.findBy(SessionEntity, { ...bound, revokedAt: IsNull(), expiresAt: MoreThan(now) });
  }

  /** Living sessions that were begun with an app's key. */
  async listLiveOfApp(store: Store, brandId: BrandId, appId: AppId, now: number): Promise<SessionEntity[]> {
    return store.findBy(SessionEntity, { brandId, appId, revokedAt: IsNull(), expiresAt: MoreThan(now) });
  }

  /** The app is about to be deleted; what it began is kept without it. */
  async forgetApp(store: Store, brandId: BrandId, appId: AppId): Promise<void> {
    await store.update(SessionEntity, { brandId, appId }, { appId: null });
  }

  /** Sessions that ended because nobody refreshed them, oldest first; their devices may not know yet. */
  async listExpired(store: Store, now: number, limit: number): Promise<SessionEntity[]> {
    const where = { revokedAt: IsNull(), expiresAt: LessThanOrEqual(now) };
    return store.find(SessionEntity, { where, order: { expiresAt: 'ASC' }, take: limit });
  }

  /** Notes the natural end; false when the session was renewed or ended otherwise meanwhile. */
  async expire(store: Store, { brandId, id }: SessionEntity, now: number): Promise<boolean> {
    const due = { brandId, id, revokedAt: IsNull(), expiresAt: LessThanOrEqual(now) };
    const { affected } = await store.update(SessionEntity, due, { revokedAt: now, revokeReason: 'expired' });
    return affected === 1;
  }

  async findLive(
    store: Store,
    brandId: BrandId,
    userId: UserId,
    uid: string,
    now: number,
  ): Promise<SessionEntity | null> {
    // What is no id names nothing, and costs no statement (SEC-IN-03).
    if (!isUuid(uid)) return null;
    const live = { revokedAt: IsNull(), expiresAt: MoreThan(now) };
    return store.findOneBy(SessionEntity, { brandId, userId, uid, ...live });
  }

  /** @returns how many of them were still alive; the others ended before */
  async revoke(
    store: Store,
    brandId: BrandId,
    ids: readonly SessionId[],
    end: { readonly reason: RevokeReason; readonly at: number },
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const { affected } = await store.update(
      SessionEntity,
      { brandId, id: In([...ids]), revokedAt: IsNull() },
      { revokedAt: end.at, revokeReason: end.reason },
    );
    return affected ?? 0;
  }

  /** Ends every living session of the brand. @returns how many */
  async revokeAll(
    store: Store,
    brandId: BrandId,
    end: { readonly reason: RevokeReason; readonly at: number },
  ): Promise<number> {
    const ended = { revokedAt: end.at, revokeReason: end.reason };
    return (await store.update(SessionEntity, { brandId, revokedAt: IsNull() }, ended)).affected ?? 0;
  }
}
