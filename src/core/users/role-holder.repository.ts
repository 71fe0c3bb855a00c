import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, isUuid, type RoleId, type UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { type HeldRole, RoleRepository, userTypeOf } from '../roles/role.repository';
import type { UserType } from '../roles/permission';
import { UserRoleEntity } from '../roles/user-role.entity';
import { UserEntity } from './user.entity';

/** A user with what they hold. */
export interface RoleHolder {
  readonly user: UserEntity;
  readonly type: UserType;
  readonly roles: readonly HeldRole[];
}

/** Values in one statement; engines have limits. */
const CHUNK = 500;

/** Users by the roles they hold. */
@Injectable()
export class RoleHolderRepository {
  constructor(private readonly roles: RoleRepository) {}

  /**
   * Living accounts with their roles, which nobody else gives or takes until the transaction ends.
   * @throws BrandgateError user.not-found when one of them is not there
   */
  async lock(store: Store, brandId: BrandId, uids: readonly string[]): Promise<RoleHolder[]> {
    const named = [...new Set(uids)];
    // What is no id names nobody, and costs no statement (SEC-IN-03).
    if (!named.every(isUuid)) throw new BrandgateError('user.not-found');
    const where = { brandId, uid: In(named), status: Not('Deleted' as const) };
    const lock = store.createQueryBuilder().update(UserEntity);
    await lock
      .set({ epoch: () => 'epoch' })
      .where(where)
      .execute();
    const users = await store.findBy(UserEntity, where);
    if (users.length !== named.length) throw new BrandgateError('user.not-found');
    return this.withRoles(store, brandId, users);
  }

  /** As `lock`, for one. @throws BrandgateError user.not-found */
  async lockOne(store: Store, brandId: BrandId, uid: string): Promise<RoleHolder> {
    const [holder] = await this.lock(store, brandId, [uid]);
    if (!holder) throw new BrandgateError('user.not-found');
    return holder;
  }

  /** Living accounts that hold a role, oldest first. */
  async pageOf(
    store: Store,
    brandId: BrandId,
    roleId: RoleId,
    page: { readonly number: number; readonly size: number },
  ): Promise<{ readonly items: RoleHolder[]; readonly total: number }> {
    const [users, total] = await store
      .createQueryBuilder(UserEntity, 'u')
      .innerJoin(UserRoleEntity, 'ur', 'ur.brandId = u.brandId AND ur.userId = u.id')
      .where("u.brandId = :brandId AND ur.roleId = :roleId AND u.status <> 'Deleted'", { brandId, roleId })
      .orderBy('u.id')
      .skip(page.number * page.size)
      .take(page.size)
      .getManyAndCount();
    return { items: await this.withRoles(store, brandId, users), total };
  }

  /** Public ids, in parts of a size that one statement takes. */
  async *uidsOf(store: Store, brandId: BrandId, ids: readonly UserId[]): AsyncGenerator<string[]> {
    for (let start = 0; start < ids.length; start += CHUNK) {
      const id = In(ids.slice(start, start + CHUNK));
      const users = await store.find(UserEntity, { where: { brandId, id }, select: { uid: true } });
      yield users.map(({ uid }) => uid);
    }
  }

  private async withRoles(store: Store, brandId: BrandId, users: readonly UserEntity[]): Promise<RoleHolder[]> {
    const ids = users.map(({ id }) => id);
    const held = await this.roles.listOfUsers(store, brandId, ids);
    return users.map((user) => {
      const roles = held.get(user.id) ?? [];
      return { user, roles, type: userTypeOf(roles) };
    });
  }
}
