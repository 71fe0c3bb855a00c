import { Injectable } from '@nestjs/common';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import { isUnboundAdmin } from './access-evaluator';
import { type Caller, requireMayGrant, requireReach } from './caller';
import type { RoleEntity } from './role.entity';
import { RoleServiceRepository } from './role-service.repository';
import { UserAppRoleRepository } from './user-app-role.repository';
import { type Scope, UserRoleRepository } from './user-role.repository';

/** How far a caller's right over roles reaches (JFW-ADM-05): nobody grants what they lack, acts upwards or on themself. */
@Injectable()
export class RoleAuthority {
  constructor(
    private readonly holders: UserRoleRepository,
    private readonly appRoles: UserAppRoleRepository,
    private readonly access: RoleServiceRepository,
  ) {}

  /**
   * Who reaches which service is decided by administrators whom no role in an app binds: they alone pass every check
   * themselves (DF-ACC-02, DF-SVC-07).
   * @throws BrandgateError access.denied
   */
  async requireOverServices(store: Store, { brandId, self, type }: Caller): Promise<void> {
    const isBound = self !== null && (await this.appRoles.isBound(store, brandId, self.id));
    if (!isUnboundAdmin(type, isBound)) throw new BrandgateError('access.denied', { reason: 'services-bound' });
  }

  /**
   * What a role grants may be changed by whoever has all of it, does not hold the role, and is not below anybody for
   * whom it counts. For a caller who holds the role's row.
   * @throws BrandgateError role.built-in, access.denied
   */
  async requireOverRole(store: Store, caller: Caller, role: RoleEntity): Promise<void> {
    if (role.kind === 'BuiltIn') throw new BrandgateError('role.built-in');
    requireMayGrant(caller, role.permissions);
    if (await this.access.isAnyOfRole(store, role)) await this.requireOverServices(store, caller);
    await this.requireOverConcerned(store, caller, { roleId: role.id });
  }

  /** @throws BrandgateError access.denied when the caller is among those concerned, or one of them is of a higher tier */
  async requireOverConcerned(store: Store, caller: Caller, scope: Scope): Promise<void> {
    const { brandId, self } = caller;
    const isOwn = self !== null && (await this.holders.isConcerned(store, brandId, self.id, scope));
    if (isOwn) throw new BrandgateError('access.denied', { reason: 'role-of-own' });
    for (const type of await this.holders.listTypesConcerned(store, brandId, scope)) requireReach(caller, type);
  }

  /**
   * Built-in roles name a user's type and are given as such alone (JFW-ADM-04).
   * @throws BrandgateError request.invalid, access.denied
   */
  requireGrantable(caller: Caller, role: RoleEntity, field: string): void {
    if (role.kind === 'BuiltIn') throw invalidField(field, `${field} must not name a built-in role.`);
    requireMayGrant(caller, role.permissions);
  }
}
