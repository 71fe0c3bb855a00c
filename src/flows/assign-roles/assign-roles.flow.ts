import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireOther, requireReach } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import type { RoleEntity } from '../../core/roles/role.entity';
import { RoleRepository } from '../../core/roles/role.repository';
import { UserRoleRepository } from '../../core/roles/user-role.repository';
import { type RoleHolder, RoleHolderRepository } from '../../core/users/role-holder.repository';
import { invalidField } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';

/** Public ids; each of the users gets, or loses, each of the roles. */
export interface Assignment {
  readonly userUids: readonly string[];
  readonly roleUids: readonly string[];
}

/** Gives custom roles to users and takes them away (JFW-EP-33, -34); all of it or nothing. */
@Injectable()
export class AssignRolesFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly holders: RoleHolderRepository,
    private readonly roles: RoleRepository,
    private readonly userRoles: UserRoleRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** Roles held already stay. @throws BrandgateError access.denied, user.not-found, role.not-found, request.invalid */
  async give(actor: Actor, caller: Caller, assignment: Assignment): Promise<void> {
    await this.run(actor, caller, assignment, {
      word: 'added',
      judge: (role) => this.authority.requireGrantable(caller, role, 'roleIds'),
      write: (store, { user }, role) => this.userRoles.give(store, caller.brandId, user.id, role.id),
    });
  }

  /** Roles not held are no fault. @throws BrandgateError access.denied, user.not-found, role.not-found, request.invalid */
  async take(actor: Actor, caller: Caller, assignment: Assignment): Promise<void> {
    await this.run(actor, caller, assignment, {
      word: 'removed',
      judge: ({ kind }) => {
        if (kind === 'BuiltIn') throw invalidField('roleIds', 'roleIds must not name a built-in role.');
      },
      write: (store, { user }, role) => this.userRoles.take(store, caller.brandId, user.id, role.id),
    });
  }

  private async run(actor: Actor, caller: Caller, { userUids, roleUids }: Assignment, way: Way): Promise<void> {
    for (const uid of userUids) requireOther(caller, uid);
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      const users = await this.holders.lock(store, brandId, userUids);
      for (const { type } of users) requireReach(caller, type);
      const roles = await this.roles.lock(store, brandId, roleUids);
      for (const role of roles) way.judge(role);
      for (const holder of users) await this.write({ store, revoke, actor, way }, holder, roles);
    });
  }

  private async write({ store, revoke, actor, way }: Work, holder: RoleHolder, roles: RoleEntity[]): Promise<void> {
    const { brandId, id, uid } = holder.user;
    const changed: string[] = [];
    for (const role of roles) if (await way.write(store, holder, role)) changed.push(role.code);
    if (changed.length === 0) return;
    await revoke('user', brandId, id);
    const details = { [way.word]: changed };
    const event = { event: 'user.roles_changed' as const, target: { type: 'user', id: uid }, details };
    await this.audit.record(store, originIn(brandId, actor), event);
  }
}

interface Way {
  /** What the trail calls it. */
  readonly word: 'added' | 'removed';
  readonly judge: (role: RoleEntity) => void;
  /** @returns whether it changed anything */
  readonly write: (store: Store, holder: RoleHolder, role: RoleEntity) => Promise<boolean>;
}

interface Work {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly actor: Actor;
  readonly way: Way;
}
