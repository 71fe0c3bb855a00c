import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { EmailVerification } from '../../core/challenges/email-verification';
import { BrandPages } from '../../core/mail/brand-pages';
import { PasswordRules } from '../../core/passwords/password-rules';
import { type HeldRole, RoleRepository } from '../../core/roles/role.repository';
import type { UserEntity } from '../../core/users/user.entity';
import { type AccountDraft, namesOf } from '../../core/users/account-names';
import { UserRegistration } from '../../core/users/user-registration';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { Database, type Store } from '../../storage/database';

export interface RegisterUserCommand {
  readonly draft: AccountDraft;
  readonly password: string;
  /** The caller may create users where the brand's registration is closed (JFW-USR-04). */
  readonly mayCreateUsers: boolean;
  readonly at: number;
  readonly signal?: AbortSignal;
}

export interface RegisteredUser {
  readonly user: UserEntity;
  readonly roles: readonly HeldRole[];
}

/** A new account in a brand (§12 of the native contract); no key is issued. */
@Injectable()
export class RegisterUserFlow {
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

  /** @throws BrandgateError registration.disabled, request.invalid, password.format, user.*-taken */
  async run(actor: Actor, brand: BrandSnapshot, command: RegisterUserCommand): Promise<RegisteredUser> {
    const { draft, password, at } = command;
    if (!brand.settings.selfRegistration && !command.mayCreateUsers) {
      throw new BrandgateError('registration.disabled', { reason: 'registration-off' });
    }
    const names = namesOf(draft);
    const aborts = command.signal ? { signal: command.signal } : {};
    await this.rules.require(brand, { password, names, userId: null, field: 'password', ...aborts });
    const context = { brandId: brand.id, ...aborts };
    const passwordHash = await this.hasher.hash(password, context);
    return this.database.transaction(async (store) => {
      const account = { draft, names, passwordHash, type: 'EndUser' as const };
      const user = await this.registration.create(store, brand.id, account, at);
      const event = { event: 'user.created' as const, target: { type: 'user', id: user.uid } };
      await this.audit.record(store, originOf(actor), event);
      await this.askForConfirmation(store, brand, user, at);
      return { user, roles: await this.roles.listOfUser(store, brand.id, user.id) };
    });
  }

  private async askForConfirmation(store: Store, brand: BrandSnapshot, user: UserEntity, now: number): Promise<void> {
    const { verificationMail, emailTokenLifetime } = brand.settings;
    if (!verificationMail) return;
    const letter = { link: this.pages.urlOf(brand, 'verify-email'), lifetime: emailTokenLifetime * 1_000 };
    await this.verification.send(store, brand, user, letter, now);
  }
}
