import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, isUuid } from '../../kernel/ids';
import type { ListRequest } from '../../storage/list-page';
import { canonicalIdentifier } from '../../kernel/text/canonical-key';
import { Database } from '../../storage/database';
import { type HeldRole, RoleRepository } from '../roles/role.repository';
import type { UserEntity } from './user.entity';
import { UserRepository } from './user.repository';
import { type USER_SORTS, type UserFilter, UserSearchRepository } from './user-search.repository';

/** An account with what it may do. */
export interface UserWithRoles {
  readonly user: UserEntity;
  readonly roles: readonly HeldRole[];
}

/** Reads accounts for who may see them; who may is judged before (JFW-ADM-06). */
@Injectable()
export class UserLookup {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly roles: RoleRepository,
    private readonly search: UserSearchRepository,
  ) {}

  /** @throws BrandgateError user.not-found */
  async get(brandId: BrandId, uid: string): Promise<UserWithRoles> {
    return this.withRoles(await this.users.findByUid(this.database.store, brandId, uid));
  }

  /** @throws BrandgateError user.not-found */
  async getByUsername(brandId: BrandId, username: string): Promise<UserWithRoles> {
    const key = canonicalIdentifier(username);
    const { store } = this.database;
    return this.withRoles(key === null ? null : await this.users.findByKey(store, brandId, key, ['username']));
  }

  /** Living accounts of these ids, in the order asked for; unknown ids are left out (EP-19). */
  async listByUids(brandId: BrandId, uids: readonly string[]): Promise<UserWithRoles[]> {
    const known = [...new Set(uids)].filter(isUuid);
    const found = await this.users.listByUids(this.database.store, brandId, known);
    const living = known.flatMap((uid) => found.filter((user) => user.uid === uid && user.status !== 'Deleted'));
    return this.allWithRoles(brandId, living);
  }

  /** @param now tells which automatic locks still last */
  async find(
    brandId: BrandId,
    request: ListRequest<UserFilter, keyof typeof USER_SORTS>,
    now: number,
  ): Promise<{ items: UserWithRoles[]; total: number }> {
    const { items, total } = await this.search.find(brandId, request, now);
    return { items: await this.allWithRoles(brandId, items), total };
  }

  private async withRoles(user: UserEntity | null): Promise<UserWithRoles> {
    if (!user || user.status === 'Deleted') throw new BrandgateError('user.not-found');
    return { user, roles: await this.roles.listOfUser(this.database.store, user.brandId, user.id) };
  }

  private async allWithRoles(brandId: BrandId, users: readonly UserEntity[]): Promise<UserWithRoles[]> {
    const ids = users.map(({ id }) => id);
    const roles = await this.roles.listOfUsers(this.database.store, brandId, ids);
    return users.map((user) => ({ user, roles: roles.get(user.id) ?? [] }));
  }
}
