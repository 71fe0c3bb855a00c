import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { requireGoodPassword } from '../../core/users/good-password';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import type { SessionId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { PasswordProof } from './password-proof';

export interface ChangePasswordCommand {
  readonly userId: UserId;
  readonly oldPassword: string;
  readonly newPassword: string;
  /** The session that asks; it is the one that stays. */
  readonly sessionId: SessionId;
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
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied for a wrong old password, password.format, rate.exceeded */
  async run(actor: Actor, brand: BrandSnapshot, command: ChangePasswordCommand): Promise<void> {
    const user = await this.users.findById(this.database.store, brand.id, command.userId);
    if (!user) throw new BrandgateError('access.denied', { reason: 'user-deleted' });
    const context = { brandId: brand.id, ...(command.signal ? { signal: command.signal } : {}) };
    await this.proof.require(brand, user, command.oldPassword, command.at, context);
    requireGoodPassword(command.newPassword, brand, user, 'newPassword');
    const hash = await this.hasher.hash(command.newPassword, context);
    await this.write(actor, user, hash, command);
  }

  private async write(actor: Actor, user: UserEntity, hash: string, command: ChangePasswordCommand): Promise<void> {
    const { sessionId, at: now } = command;
    await this.transaction.run(async (store, revoke) => {
      // Somebody else changed it while this one was being checked: then the proof is of a password that is no more.
      if (!(await this.users.changePassword(store, user, hash, now))) {
        throw new BrandgateError('access.denied', { reason: 'credentials-changed' });
      }
      await revoke('user', user.brandId, user.id);
      const live = await this.sessions.listLive(store, user.brandId, user.id, now);
      const others = live.filter(({ id }) => id !== sessionId);
      await this.ending.end({ store, revoke, reason: 'password', now }, others);
      const event = { event: 'user.password_changed' as const, target: { type: 'user', id: user.uid } };
      await this.audit.record(store, originOf(actor), event);
    });
  }
}
