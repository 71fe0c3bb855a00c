import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireOther } from '../../core/roles/caller';
import { requireGoodPassword } from '../../core/users/good-password';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { ManagedUsers } from '../../core/users/managed-users';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { Database } from '../../storage/database';

export interface SetPasswordCommand {
  readonly userUid: string;
  readonly newPassword: string;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/**
 * Somebody who may gives another user a new password; all sessions of that user end (JFW-PWD-05, SEC-PW-08). One's own is
 * changed with the current one only (SEC-SES-10).
 */
@Injectable()
export class SetPasswordFlow {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly managed: ManagedUsers,
    private readonly accounts: ManagedUserRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.not-found, password.format */
  async run(actor: Actor, caller: Caller, brand: BrandSnapshot, command: SetPasswordCommand): Promise<void> {
    const { userUid, newPassword, signal } = command;
    requireOther(caller, userUid);
    const { user } = await this.database.transaction((store) => this.managed.hold(store, caller, userUid));
    requireGoodPassword(newPassword, brand, user, 'newPassword');
    const hash = await this.hasher.hash(newPassword, { brandId: brand.id, ...(signal ? { signal } : {}) });
    await this.write(actor, caller, hash, command);
  }

  private async write(actor: Actor, caller: Caller, hash: string, { userUid, at }: SetPasswordCommand): Promise<void> {
    await this.transaction.run(async (store, revoke) => {
      // Once more: hashing took its time.
      const { user } = await this.managed.hold(store, caller, userUid);
      await this.accounts.setPassword(store, user, hash, at);
      await revoke('user', user.brandId, user.id);
      const live = await this.sessions.listLive(store, user.brandId, user.id, at);
      await this.ending.end({ store, revoke, reason: 'password', now: at }, live);
      const event = { event: 'user.password_changed' as const, target: { type: 'user', id: userUid } };
      await this.audit.record(store, originIn(user.brandId, actor), event);
    });
  }
}
