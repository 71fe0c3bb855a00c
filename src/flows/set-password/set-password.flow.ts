import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordRules } from '../../core/passwords/password-rules';
import { PasswordWriter } from '../../core/passwords/password-writer';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireOther } from '../../core/roles/caller';
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
    private readonly rules: PasswordRules,
    private readonly hasher: PasswordHasher,
    private readonly writer: PasswordWriter,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, user.not-found, password.format */
  async run(actor: Actor, caller: Caller, brand: BrandSnapshot, command: SetPasswordCommand): Promise<void> {
    const { userUid, newPassword, signal } = command;
    requireOther(caller, userUid);
    const { user } = await this.database.transaction((store) => this.managed.hold(store, caller, userUid));
    const aborts = signal ? { signal } : {};
    const chosen = { password: newPassword, names: user, userId: user.id, field: 'newPassword', ...aborts };
    await this.rules.require(brand, chosen);
    const hash = await this.hasher.hash(newPassword, { brandId: brand.id, ...aborts });
    await this.write(actor, caller, { brand, hash }, command);
  }

  private async write(
    actor: Actor,
    caller: Caller,
    made: { readonly brand: BrandSnapshot; readonly hash: string },
    { userUid, at }: SetPasswordCommand,
  ): Promise<void> {
    await this.transaction.run(async (store, revoke) => {
      // Once more: hashing took its time.
      const { user } = await this.managed.hold(store, caller, userUid);
      await this.writer.write({ store, revoke, user, ...made, now: at });
      const event = { event: 'user.password_changed' as const, target: { type: 'user', id: userUid } };
      await this.audit.record(store, originIn(user.brandId, actor), event);
    });
  }
}
