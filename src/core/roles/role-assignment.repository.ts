import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { BrandId, RoleId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { UserType } from './permission';
import { RoleEntity } from './role.entity';
import { UserAppRoleEntity } from './user-app-role.entity';
import { UserRoleEntity } from './user-role.entity';

/** Which roles a user holds. For who holds the user's row: parallel changes of one user take turns there. */
@Injectable()
export class RoleAssignmentRepository {
  async listByCodes(store: Store, brandId: BrandId, codes: readonly string[]): Promise<RoleEntity[]> {
    return codes.length === 0 ? [] : store.findBy(RoleEntity, { brandId, code: In([...codes]) });
  }

  async give(store: Store, brandId: BrandId, userId: UserId, roleIds: readonly RoleId[]): Promise<void> {
    for (const roleId of roleIds) await store.insert(UserRoleEntity, { brandId, userId, roleId });
  }

  /** Another seeded role in the place of the one held: a user holds exactly one (JFW-ADM-01). */
  async swapType(
    store: Store,
    brandId: BrandId,
    userId: UserId,
    change: { readonly from: UserType; readonly to: UserType },
  ): Promise<void> {
    const from = await store.findOneByOrFail(RoleEntity, { brandId, code: change.from });
    const to = await store.findOneByOrFail(RoleEntity, { brandId, code: change.to });
    const held = { brandId, userId, roleId: from.id };
    const { affected } = await store.update(UserRoleEntity, held, { roleId: to.id });
    // An account without a seeded role counts as an EndUser.
    if (affected === 0) await store.insert(UserRoleEntity, { brandId, userId, roleId: to.id });
  }

  /** In the brand and in each of its apps. */
  async removeAll(store: Store, brandId: BrandId, userId: UserId): Promise<void> {
    await store.delete(UserRoleEntity, { brandId, userId });
    await store.delete(UserAppRoleEntity, { brandId, userId });
  }
}
