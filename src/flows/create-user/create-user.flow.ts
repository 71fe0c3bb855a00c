import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { EmailVerification } from '../../core/challenges/email-verification';
import { BrandPages } from '../../core/mail/brand-pages';
import { PasswordRules } from '../../core/passwords/password-rules';
import type { Caller } from '../../core/roles/caller';
import { requireMayGiveType } from '../../core/roles/type-grant';
import { RoleRepository } from '../../core/roles/role.repository';
import { type AccountNames, namesOf } from '../../core/users/account-names';
import { requireForeignHash } from '../../core/users/foreign-hash';
import type { UserWithRoles } from '../../core/users/user-lookup';
import { UserRegistration } from '../../core/users/user-registration';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { Database } from '../../storage/database';
import type { CreateUserCommand } from './create-user.command';

/** An account made by somebody else: an administrator, or the command line. */
@Injectable()
export class CreateUserFlow {
  constructor(
    private readonly database: Database,
    private readonly rules: PasswordRules,
    private readonly hasher: PasswordHasher,
    private readonly registration: UserRegistration,
    private readonly roles: RoleRepository,
    private readonly verification: EmailVerification,
    private readonly pages: BrandPages,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.type-invalid, request.invalid, password.format, user.*-taken */
  async run(actor: Actor, caller: Caller, brand: BrandSnapshot, command: CreateUserCommand): Promise<UserWithRoles> {
    const { draft, type, status, number, at } = command;
    if (!caller.permissions.has('USER.CREATE')) {
      throw new BrandgateError('access.denied', { reason: 'permission-missing', facts: { permission: 'USER.CREATE' } });
    }
    requireMayGiveType(caller, type, brand.isSystem);
    const names = namesOf(draft);
    const passwordHash = await this.hashOf(brand, names, command);
    const optional = { ...(status ? { status } : {}), ...(number === undefined ? {} : { number }) };
    return this.database.transaction(async (store) => {
      const account = { draft, names, passwordHash, type, ...optional };
      const user = await this.registration.create(store, brand.id, account, at);
      const event = { event: 'user.created' as const, target: { type: 'user', id: user.uid }, details: { type } };
      await this.audit.record(store, originIn(brand.id, actor), event);
      if (command.verifiesEmail) {
        const lifetime = brand.settings.emailTokenLifetime * 1_000;
        const letter = { link: this.pages.urlOf(brand, 'verify-email'), lifetime };
        await this.verification.send(store, brand, user, letter, at);
      }
      return { user, roles: await this.roles.listOfUser(store, brand.id, user.id) };
    });
  }

  private async hashOf(brand: BrandSnapshot, names: AccountNames, command: CreateUserCommand): Promise<string | null> {
    const { credential, signal } = command;
    if (credential === null) return null;
    if ('passwordHash' in credential) return requireForeignHash(credential.passwordHash);
    const { password } = credential;
    const aborts = signal ? { signal } : {};
    await this.rules.require(brand, { password, names, userId: null, field: 'password', ...aborts });
    return this.hasher.hash(password, { brandId: brand.id, ...aborts });
  }
}
