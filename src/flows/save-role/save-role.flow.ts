import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireMayGrant } from '../../core/roles/caller';
import { type Permission, PERMISSIONS, USER_TYPES } from '../../core/roles/permission';
import { RoleAuthority } from '../../core/roles/role-authority';
import type { RoleEntity } from '../../core/roles/role.entity';
import { type RoleDraft, RoleRepository } from '../../core/roles/role.repository';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Makes and changes the custom roles of a brand (JFW-ADM-01, -05). */
@Injectable()
export class SaveRoleFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly roles: RoleRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError request.invalid, access.denied, role.exists */
  async create(actor: Actor, caller: Caller, draft: RoleDraft, now: number): Promise<RoleEntity> {
    requireUsableCode(draft.code);
    requireMayGrant(caller, draft.permissions);
    const permissions = ordered(draft.permissions);
    // Nobody holds it yet, so nobody's rights change.
    return this.transaction.run(async (store) => {
      const role = await this.roles.insertCustom(store, caller.brandId, { ...draft, permissions }, now);
      const { code, isActive } = draft;
      const details = { code, permissions, isActive };
      const event = { event: 'role.created' as const, target: { type: 'role', id: role.uid }, details };
      await this.audit.record(store, originIn(caller.brandId, actor), event);
      return role;
    });
  }

  /**
   * Name and description are free for all who may change roles; what a role grants, and the code that back-ends know it
   * by, only for who is above it.
   * @throws BrandgateError request.invalid, access.denied, role.not-found, role.built-in, role.exists
   */
  async update(
    actor: Actor,
    caller: Caller,
    uid: string,
    changes: Partial<RoleDraft>,
    now: number,
  ): Promise<RoleEntity> {
    if (changes.code !== undefined) requireUsableCode(changes.code);
    return this.change(actor, caller, uid, now, () => changes);
  }

  /** Adds what it does not grant yet. @throws BrandgateError access.denied, role.not-found, role.built-in */
  async addPermissions(
    actor: Actor,
    caller: Caller,
    uid: string,
    added: readonly Permission[],
    now: number,
  ): Promise<RoleEntity> {
    return this.change(actor, caller, uid, now, ({ permissions }) => ({ permissions: [...permissions, ...added] }));
  }

  /** @throws BrandgateError access.denied, role.not-found, role.built-in */
  async removePermissions(
    actor: Actor,
    caller: Caller,
    uid: string,
    removed: readonly Permission[],
    now: number,
  ): Promise<RoleEntity> {
    return this.change(actor, caller, uid, now, ({ permissions }) => ({
      permissions: permissions.filter((permission) => !removed.includes(permission)),
    }));
  }

  /** @param decide what changes, told from the role as it is while nobody else changes it */
  private async change(
    actor: Actor,
    caller: Caller,
    uid: string,
    now: number,
    decide: (role: RoleEntity) => Partial<RoleDraft>,
  ): Promise<RoleEntity> {
    const { brandId } = caller;
    return this.transaction.run(async (store, revoke) => {
      const role = await this.roles.lockOne(store, brandId, uid);
      if (role.kind === 'BuiltIn') throw new BrandgateError('role.built-in');
      const { permissions = role.permissions, ...rest } = decide(role);
      const changes = { ...rest, permissions: ordered(permissions) };
      const changed = { ...role, ...changes, modifiedAt: now };
      if (isGrantChanged(role, changed)) {
        await this.authority.requireOverRole(store, caller, role);
        requireMayGrant(caller, changed.permissions);
      }
      // Whoever holds it has its old form in memory.
      await revoke('brand', brandId, brandId);
      await this.roles.update(store, role, changes, now);
      const event = { event: 'role.updated' as const, target: { type: 'role', id: uid } };
      await this.audit.record(store, originIn(brandId, actor), { ...event, details: differences(role, changed) });
      return changed;
    });
  }
}

/** Each once, in the order in which they are listed everywhere. */
function ordered(permissions: readonly Permission[]): readonly Permission[] {
  return PERMISSIONS.filter((permission) => permissions.includes(permission));
}

/** The names of built-in roles stay theirs in any case, also where the brand does not have them all. */
function requireUsableCode(code: string): void {
  if (!CODE.test(code)) {
    throw invalidField(
      'code',
      'code must be 1 to 64 characters of A-Z a-z 0-9 . _ -, beginning with a letter or digit.',
    );
  }
  const isBuiltIn = USER_TYPES.some((type) => type.toLowerCase() === code.toLowerCase());
  if (isBuiltIn) throw new BrandgateError('role.exists');
}

function isGrantChanged(before: RoleDraft, after: RoleDraft): boolean {
  const isSame = before.permissions.length === after.permissions.length && removedOf(before, after).length === 0;
  return !isSame || before.isActive !== after.isActive || before.code !== after.code;
}

function removedOf(before: RoleDraft, after: RoleDraft): readonly Permission[] {
  return before.permissions.filter((permission) => !after.permissions.includes(permission));
}

/** What the trail says of a change: members by name, old and new where rights depend on them. */
function differences(before: RoleDraft, after: RoleDraft): Readonly<Record<string, unknown>> {
  const [added, removed] = [removedOf(after, before), removedOf(before, after)];
  return {
    ...(added.length > 0 ? { added } : {}),
    ...(removed.length > 0 ? { removed } : {}),
    ...(before.isActive === after.isActive ? {} : { isActive: after.isActive }),
    ...(before.code === after.code ? {} : { code: [before.code, after.code] }),
    ...(before.name === after.name ? {} : { name: [before.name, after.name] }),
  };
}
