import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, RoleId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AppRepository } from '../apps/app.repository';
import { roleInForce } from '../roles/access-evaluator';
import type { RoleEntity } from '../roles/role.entity';
import { type HeldRole, RoleRepository } from '../roles/role.repository';
import { UserAppRoleRepository } from '../roles/user-app-role.repository';
import { type RoleHolder, RoleHolderRepository } from './role-holder.repository';
import type { UserEntity } from './user.entity';
import { UserRepository } from './user.repository';

/** The role that counts for a user within an app. */
export interface AppRole {
  readonly role: RoleEntity | null;
  /** It is not the user's own but the app's default role. */
  readonly isAppDefault: boolean;
}

/** Reads who has which role. */
@Injectable()
export class UserRoleReader {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly roles: RoleRepository,
    private readonly holders: RoleHolderRepository,
    private readonly apps: AppRepository,
    private readonly appRoles: UserAppRoleRepository,
  ) {}

  /** The built-in role first, which names the user's type. @throws BrandgateError user.not-found */
  async listOf(brandId: BrandId, userUid: string): Promise<HeldRole[]> {
    const user = await this.getUser(brandId, userUid);
    return this.roles.listOfUser(this.database.store, brandId, user.id);
  }

  /** Living accounts that hold a role, oldest first. @throws BrandgateError role.not-found */
  async pageOfHolders(
    brandId: BrandId,
    roleUid: string,
    page: { readonly number: number; readonly size: number },
  ): Promise<{ readonly items: RoleHolder[]; readonly total: number }> {
    const { store } = this.database;
    const role = await this.roles.findByUid(store, brandId, roleUid);
    if (!role) throw new BrandgateError('role.not-found');
    return this.holders.pageOf(store, brandId, role.id, page);
  }

  /** @throws BrandgateError user.not-found, app.not-found */
  async inApp(brandId: BrandId, userUid: string, appUid: string): Promise<AppRole> {
    const { store } = this.database;
    const user = await this.getUser(brandId, userUid);
    const app = await this.apps.getByUid(store, brandId, appUid);
    const own = await this.appRoles.findRoleId(store, { brandId, userId: user.id, appId: app.id });
    const id: RoleId | null = roleInForce({ defaultRole: app.defaultRoleId }, own);
    const [role = null] = await this.roles.listByIds(store, brandId, id === null ? [] : [id]);
    return { role, isAppDefault: own === null && role !== null };
  }

  private async getUser(brandId: BrandId, uid: string): Promise<UserEntity> {
    const user = await this.users.findByUid(this.database.store, brandId, uid);
    if (!user) throw new BrandgateError('user.not-found');
    return user;
  }
}
