import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { AppId, BrandId, RoleId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isReferenceRefused } from '../../storage/database-error';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { UserAppRoleEntity } from './user-app-role.entity';

/** A user within an app. */
export interface AppUser {
  readonly brandId: BrandId;
  readonly userId: UserId;
  readonly appId: AppId;
}

/** Roles that users have within apps (DF-ACC-01). */
@Injectable()
export class UserAppRoleRepository {
  constructor(private readonly numbers: NumberSequenceRepository) {}

  async findRoleId(store: Store, { brandId, userId, appId }: AppUser): Promise<RoleId | null> {
    return (await store.findOneBy(UserAppRoleEntity, { brandId, userId, appId }))?.roleId ?? null;
  }

  /** Whether a role in any app of the brand binds the user (DF-ACC-02). */
  async isBound(store: Store, brandId: BrandId, userId: UserId): Promise<boolean> {
    return store.existsBy(UserAppRoleEntity, { brandId, userId });
  }

  async listUserIdsOfApp(store: Store, brandId: BrandId, appId: AppId): Promise<UserId[]> {
    const rows = await store.findBy(UserAppRoleEntity, { brandId, appId });
    return rows.map(({ userId }) => userId);
  }

  /** For a caller who holds the user's row. @throws BrandgateError app.not-found when the app was deleted meanwhile */
  async set(store: Store, { brandId, userId, appId }: AppUser, roleId: RoleId): Promise<void> {
    const key = { brandId, userId, appId };
    const { affected } = await store.update(UserAppRoleEntity, key, { roleId });
    if ((affected ?? 0) > 0) return;
    const number = await this.numbers.next(store, brandId, 'user-app-role');
    try {
      await store.insert(UserAppRoleEntity, { ...key, roleId, number });
    } catch (error) {
      if (isReferenceRefused(error)) throw new BrandgateError('app.not-found');
      throw error;
    }
  }

  async clear(store: Store, { brandId, userId, appId }: AppUser): Promise<boolean> {
    const { affected } = await store.delete(UserAppRoleEntity, { brandId, userId, appId });
    return (affected ?? 0) > 0;
  }

  async clearApp(store: Store, brandId: BrandId, appId: AppId): Promise<void> {
    await store.delete(UserAppRoleEntity, { brandId, appId });
  }
}
