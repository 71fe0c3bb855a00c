import { Injectable } from '@nestjs/common';
import type { AppEntity } from '../../core/apps/app.entity';
import { AppRepository } from '../../core/apps/app.repository';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import { UserAppRoleRepository } from '../../core/roles/user-app-role.repository';
import { RoleHolderRepository } from '../../core/users/role-holder.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';

/** Deletes an app with the roles that users have in it; its key is unknown from then on (DF-KEY-09). */
@Injectable()
export class RemoveAppFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly apps: AppRepository,
    private readonly appRoles: UserAppRoleRepository,
    private readonly holders: RoleHolderRepository,
    private readonly authority: RoleAuthority,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError app.not-found, app.built-in, access.denied */
  async run(actor: Actor, caller: Caller, uid: string, at: number): Promise<void> {
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      const app = await this.apps.lock(store, brandId, uid);
      if (app.isSystem) throw new BrandgateError('app.built-in');
      const userIds = await this.appRoles.listUserIdsOfApp(store, brandId, app.id);
      // A role in an app may be all that binds an administrator (DF-ACC-02): taking it is giving.
      if (userIds.length > 0) await this.requireOverUsers(store, caller, app);
      await revoke('app', brandId, app.id);
      await this.appRoles.clearApp(store, brandId, app.id);
      // Sessions that were opened with its key end with it (DF-KEY-09).
      const live = await this.sessions.listLiveOfApp(store, brandId, app.id, at);
      await this.ending.end({ store, revoke, reason: 'revoked', now: at }, live);
      await this.sessions.forgetApp(store, brandId, app.id);
      await this.apps.delete(store, app);
      await this.recordLosses(store, actor, app, userIds);
      const details = { name: app.name };
      const event = { event: 'app.deleted' as const, target: { type: 'app', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }

  private async requireOverUsers(store: Store, caller: Caller, app: AppEntity): Promise<void> {
    await this.authority.requireOverServices(store, caller);
    await this.authority.requireOverConcerned(store, caller, { appId: app.id });
  }

  private async recordLosses(store: Store, actor: Actor, app: AppEntity, userIds: readonly UserId[]): Promise<void> {
    const details = { app: app.name, role: null };
    for await (const uids of this.holders.uidsOf(store, app.brandId, userIds)) {
      const events = uids.map((id) => {
        return { event: 'user.roles_changed' as const, target: { type: 'user', id }, details };
      });
      await this.audit.record(store, originIn(app.brandId, actor), ...events);
    }
  }
}
