import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { InvitationMail } from '../../core/challenges/invitation-mail';
import type { Caller } from '../../core/roles/caller';
import type { Permission } from '../../core/roles/permission';
import { RoleAuthority } from '../../core/roles/role-authority';
import { RoleRepository } from '../../core/roles/role.repository';
import { requireMayGiveType } from '../../core/roles/type-grant';
import { type AccountNames, namesOf } from '../../core/users/account-names';
import { ManagedUsers } from '../../core/users/managed-users';
import { isPendingAccount } from '../../core/users/pending-account';
import type { UserWithRoles } from '../../core/users/user-lookup';
import { UserRegistration } from '../../core/users/user-registration';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { Database, type Store } from '../../storage/database';
import type { InvitationCommand, InviteUserCommand } from './invite-user.command';

/** Somebody is asked in: an account without password, and a mail with the secret to choose one. */
@Injectable()
export class InviteUserFlow {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly managed: ManagedUsers,
    private readonly registration: UserRegistration,
    private readonly roles: RoleRepository,
    private readonly authority: RoleAuthority,
    private readonly letter: InvitationMail,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Who was invited and has not come yet is invited again: names, type and roles stay, the secret before is void.
   * @throws BrandgateError access.denied, invitation.disabled, user.type-invalid, request.invalid, role.not-found, user.*-taken
   */
  async run(actor: Actor, caller: Caller, brand: BrandSnapshot, command: InviteUserCommand): Promise<UserWithRoles> {
    const { type = 'EndUser', roleIds = [] } = command;
    requireInvitations(caller, brand);
    requireMayGiveType(caller, type, brand.isSystem);
    if (roleIds.length > 0) requirePermission(caller, 'ROLE.UPDATE');
    const names = namesOf(command);
    const { email } = names.keys;
    if (email === null) throw invalidField('emailAddress', 'emailAddress is required.');
    const again = await this.again(actor, caller, brand, { email, command });
    if (again !== null) return again;
    try {
      return await this.invite(actor, caller, brand, { names, command });
    } catch (error) {
      if (!(error instanceof BrandgateError) || error.code !== 'user.email-taken') throw error;
      // Somebody else invited the same person just now.
      const second = await this.again(actor, caller, brand, { email, command });
      if (second === null) throw error;
      return second;
    }
  }

  /**
   * A new secret for somebody who was invited.
   * @throws BrandgateError access.denied, invitation.disabled, user.not-found; user.status-conflict for who has come already
   */
  async resend(
    actor: Actor,
    caller: Caller,
    brand: BrandSnapshot,
    { userUid, ...command }: InvitationCommand & { readonly userUid: string },
  ): Promise<void> {
    requireInvitations(caller, brand);
    await this.database.transaction(async (store) => {
      const { user } = await this.managed.hold(store, caller, userUid);
      if (!isPendingAccount(user) || user.emailAddress === null) throw new BrandgateError('user.status-conflict');
      await this.mail(store, brand, user, command);
      await this.note(store, actor, brand, { uid: user.uid, details: { again: true } });
    });
  }

  private async invite(actor: Actor, caller: Caller, brand: BrandSnapshot, { names, command }: Invitation) {
    const { type = 'EndUser', roleIds = [], at } = command;
    const languageCode = command.languageCode ?? brand.settings.language;
    return this.database.transaction(async (store) => {
      const given = roleIds.length === 0 ? [] : await this.roles.lock(store, brand.id, roleIds);
      for (const role of given) this.authority.requireGrantable(caller, role, 'roleIds');
      const account = { draft: command, names, passwordHash: null, type, languageCode, status: 'Inactive' as const };
      const ids = given.map(({ id }) => id);
      const user = await this.registration.create(store, brand.id, { ...account, roleIds: ids }, at);
      await this.mail(store, brand, user, command);
      await this.note(store, actor, brand, { uid: user.uid, details: { type } });
      return { user, roles: await this.roles.listOfUser(store, brand.id, user.id) };
    });
  }

  /** Null when nobody has the address. @throws BrandgateError user.email-taken for an account that waits for no invitation */
  private async again(
    actor: Actor,
    caller: Caller,
    brand: BrandSnapshot,
    { email, command }: { readonly email: string; readonly command: InviteUserCommand },
  ): Promise<UserWithRoles | null> {
    const found = await this.users.findByKey(this.database.store, brand.id, email, ['email']);
    if (found === null) return null;
    if (!isPendingAccount(found)) throw new BrandgateError('user.email-taken');
    return this.database.transaction(async (store) => {
      const { user, roles } = await this.managed.hold(store, caller, found.uid);
      if (!isPendingAccount(user)) throw new BrandgateError('user.email-taken');
      await this.mail(store, brand, user, command);
      await this.note(store, actor, brand, { uid: user.uid, details: { again: true } });
      return { user, roles };
    });
  }

  private mail(store: Store, brand: BrandSnapshot, user: UserWithRoles['user'], { kind, link, at }: InvitationCommand) {
    return this.letter.send(store, brand, user, { purpose: 'invitation', kind, link }, at);
  }

  private async note(store: Store, actor: Actor, brand: BrandSnapshot, { uid, details }: Invited): Promise<void> {
    const event = { event: 'user.invited' as const, target: { type: 'user', id: uid }, details };
    await this.audit.record(store, originIn(brand.id, actor), event);
  }
}

interface Invitation {
  readonly names: AccountNames;
  readonly command: InviteUserCommand;
}

interface Invited {
  readonly uid: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The permission first, so that the setting is told to nobody else (SEC-ENU-03). */
function requireInvitations(caller: Caller, { settings }: BrandSnapshot): void {
  requirePermission(caller, 'USER.CREATE');
  if (!settings.invitations) throw new BrandgateError('invitation.disabled', { reason: 'invitations-off' });
}

function requirePermission(caller: Caller, permission: Permission): void {
  if (caller.permissions.has(permission)) return;
  throw new BrandgateError('access.denied', { reason: 'permission-missing', facts: { permission } });
}
