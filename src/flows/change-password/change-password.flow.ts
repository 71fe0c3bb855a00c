import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordProof } from '../../core/passwords/password-proof';
import { PasswordRules } from '../../core/passwords/password-rules';
import { PasswordWriter } from '../../core/passwords/password-writer';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import type { SessionId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';

export interface ChangePasswordCommand {
  readonly userId: UserId;
  readonly oldPassword: string;
  readonly newPassword: string;
  /** The session that asks, which stays (JFW-PWD-04); null: none does (DF-PWD-03). */
  readonly sessionId: SessionId | null;
  /** Member of the request that holds the new password. */
  readonly field?: string;
  /** More than the brand's own minimum. */
  readonly minLength?: number;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** A user changes their own password; every other session ends (JFW-PWD-04, SEC-PW-08). */
@Injectable()
export class ChangePasswordFlow {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly users: UserRepository,
    private readonly proof: PasswordProof,
    private readonly rules: PasswordRules,
    private readonly hasher: PasswordHasher,
    private readonly writer: PasswordWriter,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @returns the account as it is now
   * @throws BrandgateError access.denied for a wrong old password, password.format, rate.exceeded
   */
  async run(actor: Actor, brand: BrandSnapshot, command: ChangePasswordCommand): Promise<UserEntity> {
    const user = await this.users.findById(this.database.store, brand.id, command.userId);
    if (!user) throw new BrandgateError('access.denied', { reason: 'user-deleted' });
    const context = { brandId: brand.id, ...(command.signal ? { signal: command.signal } : {}) };
    await this.proof.require(brand, user, command.oldPassword, command.at, context);
    const { newPassword: password, signal, field = 'newPassword', minLength = 0 } = command;
    const chosen = { password, names: user, userId: user.id, field, minLength, ...(signal ? { signal } : {}) };
    await this.rules.require(brand, chosen);
    const hash = await this.hasher.hash(command.newPassword, context);
    await this.write(actor, user, { brand, hash }, command);
    return { ...user, passwordHash: hash, credentialVersion: user.credentialVersion + 1 };
  }

  private async write(
    actor: Actor,
    user: UserEntity,
    made: { readonly brand: BrandSnapshot; readonly hash: string },
    { sessionId, at: now }: ChangePasswordCommand,
  ): Promise<void> {
    await this.transaction.run(async (store, revoke) => {
      const change = { store, revoke, user, ...made, now, ifUnchanged: true as const };
      // Somebody else changed it while this one was being checked: then the proof is of a password that is no more.
      const keeps = sessionId === null ? {} : { keeps: sessionId };
      if (!(await this.writer.write({ ...change, ...keeps }))) {
        throw new BrandgateError('access.denied', { reason: 'credentials-changed' });
      }
      const event = { event: 'user.password_changed' as const, target: { type: 'user', id: user.uid } };
      await this.audit.record(store, originOf(actor), event);
    });
  }
}
