import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { Mailer, mailInstant, recipientOf } from '../../core/mail/mailer';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireOther } from '../../core/roles/caller';
import { LastSuperAdmin } from '../../core/users/last-super-admin';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { type ManagedUser, ManagedUsers } from '../../core/users/managed-users';
import type { UserStatus } from '../../core/users/user.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';

interface Move {
  readonly from: UserStatus;
  readonly to: UserStatus;
}

/** JFW-USR-05; `unlock` takes an automatic lock away as well. */
const MOVES = {
  activate: { from: 'Inactive', to: 'Active' },
  deactivate: { from: 'Active', to: 'Inactive' },
  lock: { from: 'Active', to: 'Locked' },
  unlock: { from: 'Locked', to: 'Active' },
  suspend: { from: 'Active', to: 'Suspended' },
  unsuspend: { from: 'Suspended', to: 'Active' },
} as const satisfies Record<string, Move>;

export type StatusAction = keyof typeof MOVES;

/** What the user is told of, whatever the brand's `securityNotices` (JFW-USR-06). */
const NOTICES: Readonly<Partial<Record<StatusAction, 'account-locked' | 'account-suspended'>>> = {
  lock: 'account-locked',
  suspend: 'account-suspended',
};

/** Blocks accounts and lets them in again; keys are blocked while it lasts and stay what they are (JFW-KEY-09). */
@Injectable()
export class ChangeUserStatusFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly managed: ManagedUsers,
    private readonly accounts: ManagedUserRepository,
    private readonly lastSuperAdmin: LastSuperAdmin,
    private readonly mailer: Mailer,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied (one's own status too), user.not-found, user.status-conflict, user.last-super-admin */
  async run(actor: Actor, caller: Caller, userUid: string, action: StatusAction, now: number): Promise<void> {
    const { brandId } = caller;
    requireOther(caller, userUid);
    await this.transaction.run(async (store, revoke) => {
      const target = await this.managed.hold(store, caller, userUid);
      const isDone = await this.lastSuperAdmin.keep(store, target, () => this.move(store, target, action, now));
      if (!isDone) throw new BrandgateError('user.status-conflict');
      await revoke('user', brandId, target.user.id);
      const details = { action, from: target.user.status, to: MOVES[action].to };
      const event = { event: 'user.status_changed' as const, target: { type: 'user', id: userUid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
      await this.notify(store, target, action, now);
    });
  }

  /** Only queued: a mail that gets nowhere undoes nothing. */
  private async notify(store: Store, { user }: ManagedUser, action: StatusAction, now: number): Promise<void> {
    const topic = NOTICES[action];
    if (topic === undefined) return;
    const notice = { topic, recipient: recipientOf(user), values: { at: mailInstant(now) } };
    await this.mailer.notify(store, user.brandId, notice, now);
  }

  private move(store: Store, { user }: ManagedUser, action: StatusAction, now: number): Promise<boolean> {
    if (action === 'unlock') return this.accounts.unlock(store, user, now);
    return this.accounts.moveStatus(store, user, MOVES[action], now);
  }
}
