import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/audit/actor';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordRules } from '../../core/passwords/password-rules';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { accountBudget } from '../../core/users/sign-in-limits';
import type { UserEntity } from '../../core/users/user.entity';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { CredentialCounters } from '../../ports/credential-counters.port';
import type { ProvenSecret, ResetPasswordCommand } from './reset-password.command';
import { requireRedeemable, ResetRedemption } from './reset-redemption';
import { ResetSecret } from './reset-secret';

/**
 * A new password against a secret out of a mail: forgotten passwords, invitations, registrations, in every dialect
 * (SEC-RST-03). No session is returned (SEC-RST-04).
 */
@Injectable()
export class ResetPasswordFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly secret: ResetSecret,
    private readonly rules: PasswordRules,
    private readonly hasher: PasswordHasher,
    private readonly redemption: ResetRedemption,
    private readonly counters: CredentialCounters,
  ) {}

  /** @throws BrandgateError token.invalid, password.format, server.unavailable, and what `judge` throws */
  async run(actor: Actor, brand: BrandSnapshot, command: ResetPasswordCommand): Promise<UserEntity> {
    const proven = await this.secret.require(brand, command);
    const user = await this.redeemOrGiveBack(actor, brand, proven, command);
    // Tries from elsewhere must not keep out who has just proven who they are.
    await this.counters.reset(accountBudget(brand.id, user.id).key);
    return user;
  }

  /** Where it comes to nothing the secret was right all the same, so that the try was none. */
  private async redeemOrGiveBack(
    actor: Actor,
    brand: BrandSnapshot,
    proven: ProvenSecret,
    command: ResetPasswordCommand,
  ): Promise<UserEntity> {
    try {
      return await this.redeem(actor, brand, proven, command);
    } catch (error) {
      await proven.giveBack();
      throw error;
    }
  }

  private async redeem(
    actor: Actor,
    brand: BrandSnapshot,
    { challenge, user }: ProvenSecret,
    command: ResetPasswordCommand,
  ): Promise<UserEntity> {
    const { newPassword: password, field, minLength, signal, at: now } = command;
    requireRedeemable(user, challenge.purpose);
    await command.judge?.(user);
    const optional = { ...(minLength === undefined ? {} : { minLength }), ...(signal ? { signal } : {}) };
    await this.rules.require(brand, { password, names: user, userId: user.id, field, ...optional });
    const hash = await this.hasher.hash(password, { brandId: brand.id, ...(signal ? { signal } : {}) });
    return this.transaction.run((store, revoke) =>
      this.redemption.run({ store, revoke, actor, brand, challenge, user, hash, now }),
    );
  }
}
