import { Injectable } from '@nestjs/common';
import type { AppId, BrandId, RoleId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import type { UserType } from './permission';
import { RoleEntity } from './role.entity';
import { UserAppRoleEntity } from './user-app-role.entity';
import { UserRoleEntity } from './user-role.entity';

/** A role, or an app with the roles that users have in it. */
export type Scope = { readonly roleId: RoleId } | { readonly appId: AppId };

/** Who holds which custom role. */
@Injectable()
export class UserRoleRepository {
  /** False when the user holds it already. */
  async give(store: Store, brandId: BrandId, userId: UserId, roleId: RoleId): Promise<boolean> {
    try {
      await store.insert(UserRoleEntity, { brandId, userId, roleId });
      return true;
    } catch (error) {
      if (isDuplicate(error, 'user_id')) return false;
      throw error;
    }
  }

  async take(store: Store, brandId: BrandId, userId: UserId, roleId: RoleId): Promise<boolean> {
    const { affected } = await store.delete(UserRoleEntity, { brandId, userId, roleId });
    return (affected ?? 0) > 0;
  }

  /** From everybody. */
  async takeFromAll(store: Store, brandId: BrandId, roleId: RoleId): Promise<void> {
    await store.delete(UserRoleEntity, { brandId, roleId });
  }

  async listHolderIds(store: Store, brandId: BrandId, roleId: RoleId): Promise<UserId[]> {
    const rows = await store.findBy(UserRoleEntity, { brandId, roleId });
    return rows.map(({ userId }) => userId);
  }

  /** Whether a change of the role, or of who has which role in the app, is a change of the user's own rights. */
  async isConcerned(store: Store, brandId: BrandId, userId: UserId, scope: Scope): Promise<boolean> {
    const isHolder = 'roleId' in scope && (await store.existsBy(UserRoleEntity, { brandId, userId, ...scope }));
    return isHolder || store.existsBy(UserAppRoleEntity, { brandId, userId, ...scope });
  }

  /** The types of all whose rights such a change would be. */
  async listTypesConcerned(store: Store, brandId: BrandId, scope: Scope): Promise<UserType[]> {
    const tables = 'roleId' in scope ? [UserRoleEntity, UserAppRoleEntity] : [UserAppRoleEntity];
    const types = new Set<UserType>();
    for (const table of tables) {
      const seeded = await store
        .createQueryBuilder(RoleEntity, 'r')
        .select('r.code', 'code')
        .distinct(true)
        .innerJoin(UserRoleEntity, 'ur', 'ur.brandId = r.brandId AND ur.roleId = r.id')
        .innerJoin(table, 'c', 'c.brandId = ur.brandId AND c.userId = ur.userId')
        .where("r.brandId = :brandId AND r.kind = 'BuiltIn'", { brandId })
        .andWhere('roleId' in scope ? 'c.roleId = :roleId' : 'c.appId = :appId', { ...scope })
        .getRawMany<{ code: UserType }>();
      for (const { code } of seeded) types.add(code);
    }
    return [...types];
  }
}
