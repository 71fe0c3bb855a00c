import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { BrandId, SessionId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { UserEntity } from '../users/user.entity';
import { AuthKeyEntity } from './auth-key.entity';
import { SessionEntity } from './session.entity';

export type NewAuthKey = Omit<AuthKeyEntity, 'id'>;

/** A key with the session and the user it belongs to. */
export interface KeyOwner {
  readonly key: AuthKeyEntity;
  readonly session: SessionEntity;
  readonly user: UserEntity;
}

/** The successors of a consumed refresh key. */
export interface Children {
  readonly auth: AuthKeyEntity;
  readonly refresh: AuthKeyEntity;
}

@Injectable()
export class AuthKeyRepository {
  /**
   * By digest alone, whatever the brand: the digest of 256 random bits is found only by who holds the key, and the
   * caller must be able to tell a foreign key from an unknown one for the audit trail (SEC-TEN-03).
   */
  async findOwner(store: Store, digest: Buffer): Promise<KeyOwner | null> {
    const key = (await store
      .createQueryBuilder(AuthKeyEntity, 'k')
      .innerJoinAndMapOne('k.session', SessionEntity, 's', 's.brandId = k.brandId AND s.id = k.sessionId')
      .innerJoinAndMapOne('k.user', UserEntity, 'u', 'u.brandId = s.brandId AND u.id = s.userId')
      .where('k.hash = :digest', { digest })
      .getOne()) as (AuthKeyEntity & { session: SessionEntity; user: UserEntity }) | null;
    return key ? { key, session: key.session, user: key.user } : null;
  }

  async insert(store: Store, keys: readonly NewAuthKey[]): Promise<void> {
    await store.insert(AuthKeyEntity, [...keys]);
  }

  async findChildren(store: Store, brandId: BrandId, parentId: number): Promise<Children | null> {
    const rows = await store.findBy(AuthKeyEntity, { brandId, parentId });
    const auth = rows.find((row) => row.kind === 'auth');
    const refresh = rows.find((row) => row.kind === 'refresh');
    return auth && refresh ? { auth, refresh } : null;
  }

  /** The one statement that decides a rotation: true for exactly one of any number of callers (JFW-REF-02). */
  async consume(store: Store, key: AuthKeyEntity, deviceCode: string | null, now: number): Promise<boolean> {
    const { id, brandId } = key;
    const { affected } = await store.update(
      AuthKeyEntity,
      { id, brandId, consumedAt: IsNull() },
      { consumedAt: now, rotationDeviceCode: deviceCode },
    );
    return affected === 1;
  }

  /** Ends the Auth Keys of the session's older pairs (JFW-REF-01). */
  async supersede(store: Store, brandId: BrandId, sessionId: SessionId, now: number): Promise<void> {
    const older = { brandId, sessionId, kind: 'auth' as const, consumedAt: IsNull() };
    await store.update(AuthKeyEntity, older, { consumedAt: now });
  }

  /** The Auth Keys of the sessions' newest pairs, used or not, and their tokens that are not retired; newest first. */
  async listCurrent(store: Store, brandId: BrandId, sessionIds: readonly SessionId[]): Promise<AuthKeyEntity[]> {
    if (sessionIds.length === 0) return [];
    return store.find(AuthKeyEntity, {
      where: { brandId, sessionId: In([...sessionIds]), kind: In(['auth', 'token']), consumedAt: IsNull() },
      order: { id: 'DESC' },
    });
  }

  /** Written through: from now on the pair counts as used (JFW-KEY-12). */
  async markFirstUse(store: Store, brandId: BrandId, id: number, now: number): Promise<void> {
    await store.update(AuthKeyEntity, { id, brandId, firstUsedAt: IsNull() }, { firstUsedAt: now, lastUsedAt: now });
  }
}
