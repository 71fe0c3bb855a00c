import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireOther, requireReach } from '../../core/roles/caller';
import { RoleAssignmentRepository } from '../../core/roles/role-assignment.repository';
import { requireMayGiveType, userTypeOfName } from '../../core/roles/type-grant';
import { LastSuperAdmin } from '../../core/users/last-super-admin';
import { ManagedUsers } from '../../core/users/managed-users';

export interface ChangeUserTypeCommand {
  readonly userUid: string;
  /** As the request names it. */
  readonly typeName: string;
  readonly at: number;
}

/** Another seeded role for a user; the custom ones stay (JFW-EP-30, JFW-ADM-01, -03 to -05). */
@Injectable()
export class ChangeUserTypeFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly managed: ManagedUsers,
    private readonly roles: RoleAssignmentRepository,
    private readonly lastSuperAdmin: LastSuperAdmin,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.type-invalid, user.not-found, user.last-super-admin */
  async run(actor: Actor, caller: Caller, brand: BrandSnapshot, command: ChangeUserTypeCommand): Promise<void> {
    const { userUid } = command;
    // Types are given by Admins and SuperAdmins, whatever else a custom role may allow to others (JFW-ADM-04).
    requireReach(caller, 'Admin');
    requireOther(caller, userUid);
    const to = userTypeOfName(command.typeName);
    requireMayGiveType(caller, to, brand.isSystem);
    await this.transaction.run(async (store, revoke) => {
      const target = await this.managed.hold(store, caller, userUid);
      const { user, type: from } = target;
      if (from === to) return;
      await this.lastSuperAdmin.keep(store, target, () => this.roles.swapType(store, brand.id, user.id, { from, to }));
      await revoke('user', brand.id, user.id);
      const change = { target: { type: 'user', id: userUid }, details: { from, to } };
      await this.audit.record(store, originIn(brand.id, actor), { event: 'user.type_changed', ...change });
    });
  }
}
