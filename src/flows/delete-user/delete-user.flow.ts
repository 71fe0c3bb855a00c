import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { AccountSecrets } from '../../core/passwords/account-secrets';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireSelfOr } from '../../core/roles/caller';
import { RoleAssignmentRepository } from '../../core/roles/role-assignment.repository';
import type { Asking } from '../../core/devices/removal';
import { UserDeparture } from '../../core/devices/user-departure';
import { LastSuperAdmin } from '../../core/users/last-super-admin';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { ManagedUsers } from '../../core/users/managed-users';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

export interface DeletedUser {
  readonly uid: string;
  /** The session that asks: its own app is told by the answer. */
  readonly asking?: Asking | undefined;
}

/** Ends an account (JFW-USR-07): the row stays for the trail, everything it could be used with goes at once. */
@Injectable()
export class DeleteUserFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly managed: ManagedUsers,
    private readonly accounts: ManagedUserRepository,
    private readonly lastSuperAdmin: LastSuperAdmin,
    private readonly roles: RoleAssignmentRepository,
    private readonly departure: UserDeparture,
    private readonly secrets: AccountSecrets,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.not-found, user.last-super-admin */
  async run(actor: Actor, caller: Caller, { uid: userUid, asking }: DeletedUser, now: number): Promise<void> {
    const { brandId } = caller;
    requireSelfOr(caller, userUid, 'USER.DELETE');
    await this.transaction.run(async (store, revoke) => {
      const target = await this.managed.hold(store, caller, userUid);
      const { user } = target;
      await this.lastSuperAdmin.keep(store, target, async () => {
        if (!(await this.accounts.markDeleted(store, user, now))) throw new BrandgateError('user.not-found');
      });
      await this.accounts.freeIdentifiers(store, user);
      await this.roles.removeAll(store, brandId, user.id);
      const events = await this.departure.leaveEverything({ store, revoke, now, asking }, user);
      await this.secrets.destroy(store, user, now);
      await revoke('user', brandId, user.id);
      const event = { event: 'user.deleted' as const, target: { type: 'user', id: userUid } };
      await this.audit.record(store, originIn(brandId, actor), event, ...events);
    });
  }
}
