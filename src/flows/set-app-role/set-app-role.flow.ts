import { Injectable } from '@nestjs/common';
import { AppRepository } from '../../core/apps/app.repository';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireOther, requireReach } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import { RoleRepository } from '../../core/roles/role.repository';
import { type AppUser, UserAppRoleRepository } from '../../core/roles/user-app-role.repository';
import { RoleHolderRepository } from '../../core/users/role-holder.repository';
import type { Store } from '../../storage/database';

/** Public ids of a user and of an app. */
export interface AppUserName {
  readonly userUid: string;
  readonly appUid: string;
}

const UNCHANGED = Symbol('unchanged');

/** Gives a user a role of their own within an app, or takes it back (DF-ACC-01). */
@Injectable()
export class SetAppRoleFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly holders: RoleHolderRepository,
    private readonly apps: AppRepository,
    private readonly roles: RoleRepository,
    private readonly appRoles: UserAppRoleRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.not-found, app.not-found, role.not-found, request.invalid */
  async set(actor: Actor, caller: Caller, name: AppUserName, roleUid: string): Promise<void> {
    await this.run(actor, caller, name, async (store, appUser) => {
      const role = await this.roles.lockOne(store, caller.brandId, roleUid);
      this.authority.requireGrantable(caller, role, 'roleId');
      const isNew = (await this.appRoles.findRoleId(store, appUser)) !== role.id;
      if (isNew) await this.appRoles.set(store, appUser, role.id);
      return isNew ? role.code : UNCHANGED;
    });
  }

  /** Without one nothing changes. @throws BrandgateError access.denied, user.not-found, app.not-found */
  async clear(actor: Actor, caller: Caller, name: AppUserName): Promise<void> {
    await this.run(actor, caller, name, async (store, appUser) => {
      return (await this.appRoles.clear(store, appUser)) ? null : UNCHANGED;
    });
  }

  /** @param write answers the code of the role from now on */
  private async run(
    actor: Actor,
    caller: Caller,
    { userUid, appUid }: AppUserName,
    write: (store: Store, appUser: AppUser) => Promise<string | null | typeof UNCHANGED>,
  ): Promise<void> {
    requireOther(caller, userUid);
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      await this.authority.requireOverServices(store, caller);
      const { user, type } = await this.holders.lockOne(store, brandId, userUid);
      requireReach(caller, type);
      const app = await this.apps.getByUid(store, brandId, appUid);
      const role = await write(store, { brandId, userId: user.id, appId: app.id });
      if (role === UNCHANGED) return;
      await revoke('user', brandId, user.id);
      const details = { app: app.name, role };
      const event = { event: 'user.roles_changed' as const, target: { type: 'user', id: userUid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }
}
