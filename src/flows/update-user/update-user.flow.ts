import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { isRecentSignIn } from '../../core/auth-keys/recent-sign-in';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { BrandSettings } from '../../core/brands/brand-settings';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireSelfOr } from '../../core/roles/caller';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { type ManagedUser, ManagedUsers } from '../../core/users/managed-users';
import type { UserWithRoles } from '../../core/users/user-lookup';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import { AddressChange } from './address-change';
import { changesOf, type ProfileChanges } from './profile-changes';
import type { UpdateUserCommand } from './update-user.command';

/** Writes an account's profile and names, by the user or by somebody who may (JFW-EP-18, JFW-USR-08). */
@Injectable()
export class UpdateUserFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly managed: ManagedUsers,
    private readonly accounts: ManagedUserRepository,
    private readonly users: UserRepository,
    private readonly addressChange: AddressChange,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.not-found, request.invalid, user.*-taken */
  async run(actor: Actor, caller: Caller, brand: BrandSnapshot, command: UpdateUserCommand): Promise<UserWithRoles> {
    const { userUid, profile, at } = command;
    requireSelfOr(caller, userUid, 'USER.UPDATE');
    return this.transaction.run(async (store, revoke) => {
      const target = await this.managed.hold(store, caller, userUid);
      const changes = changesOf(target.user, await this.accounts.keysOf(store, target.user), profile);
      if (changes.isContactChanged) requireRecentSignIn(brand.settings, command);
      const members = Object.keys(changes.columns);
      if (members.length === 0) return target;
      await this.write(store, target, changes, at);
      await revoke('user', brand.id, target.user.id);
      const user = { ...target.user, ...changes.columns, modifiedAt: at };
      if (changes.isAddressChanged) await this.addressChange.follow(store, brand, { before: target.user, user }, at);
      // Which members, never what they are (JFW-GEN-14).
      const event = { event: 'user.updated' as const, target: { type: 'user', id: userUid }, details: { members } };
      await this.audit.record(store, originIn(brand.id, actor), event);
      return { roles: target.roles, user };
    });
  }

  /** The unique index decides whose the names are (JFW-USR-03); whoever loses leaves everything as it was. */
  private async write(store: Store, { user }: ManagedUser, changes: ProfileChanges, now: number): Promise<void> {
    if (changes.areKeysChanged) {
      await this.accounts.freeIdentifiers(store, user);
      await this.users.insertIdentifiers(store, user.brandId, user.id, changes.names.keys);
    }
    await this.accounts.updateProfile(store, user, changes.columns, now);
  }
}

/** The command line signs nobody in. @throws BrandgateError access.denied */
function requireRecentSignIn(settings: BrandSettings, { authAt, at }: UpdateUserCommand): void {
  const isStale = authAt !== null && !isRecentSignIn(authAt, at);
  if (!settings.requireRecentSignIn || !isStale) return;
  throw new BrandgateError('access.denied', { reason: 'sign-in-too-old' });
}
