import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import type { RoleEntity } from '../../core/roles/role.entity';
import { RoleRepository } from '../../core/roles/role.repository';
import { RoleServiceRepository } from '../../core/roles/role-service.repository';
import { UserRoleRepository } from '../../core/roles/user-role.repository';
import { RoleHolderRepository } from '../../core/users/role-holder.repository';
import type { Store } from '../../storage/database';

/** Deletes a custom role: its holders lose it; while an app, or a user within an app, has it, it stays. */
@Injectable()
export class RemoveRoleFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly roles: RoleRepository,
    private readonly access: RoleServiceRepository,
    private readonly userRoles: UserRoleRepository,
    private readonly holders: RoleHolderRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, role.not-found, role.built-in, role.in-use */
  async run(actor: Actor, caller: Caller, uid: string): Promise<void> {
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      const role = await this.roles.lockOne(store, brandId, uid);
      await this.authority.requireOverRole(store, caller, role);
      await revoke('brand', brandId, brandId);
      const holderIds = await this.userRoles.listHolderIds(store, brandId, role.id);
      await this.userRoles.takeFromAll(store, brandId, role.id);
      await this.access.deleteOfRole(store, role);
      await this.roles.delete(store, role);
      for await (const uids of this.holders.uidsOf(store, brandId, holderIds)) {
        await this.recordLoss(store, actor, role, uids);
      }
      const details = { code: role.code, permissions: role.permissions, holders: holderIds.length };
      const event = { event: 'role.deleted' as const, target: { type: 'role', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }

  private async recordLoss(store: Store, actor: Actor, { brandId, code }: RoleEntity, uids: readonly string[]) {
    const events = uids.map((id) => {
      const details = { removed: [code] };
      return { event: 'user.roles_changed' as const, target: { type: 'user', id }, details };
    });
    await this.audit.record(store, originIn(brandId, actor), ...events);
  }
}
