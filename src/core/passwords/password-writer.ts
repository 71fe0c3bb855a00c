import { Injectable } from '@nestjs/common';
import type { SessionId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { SessionRepository } from '../auth-keys/session.repository';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { Challenges } from '../challenges/challenges';
import { SessionEnding } from '../devices/session-ending';
import { BrandPages } from '../mail/brand-pages';
import { Mailer, mailInstant, recipientOf } from '../mail/mailer';
import type { Revoke } from '../revocations/revoking-transaction';
import { ManagedUserRepository } from '../users/managed-user.repository';
import { isPendingAccount } from '../users/pending-account';
import type { UserEntity } from '../users/user.entity';
import { UserRepository } from '../users/user.repository';
import { PasswordHistoryRepository } from './password-history.repository';

export interface PasswordWrite {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly brand: BrandSnapshot;
  readonly user: UserEntity;
  /** Of the new password, made before the transaction. */
  readonly hash: string;
  readonly now: number;
  /** Only while the password that was proven is still the current one (SEC-SES-02). */
  readonly ifUnchanged?: true;
  /** The session that stays, where the caller's own does (JFW-PWD-04). */
  readonly keeps?: SessionId;
}

/**
 * Every way to a new password ends here, in one transaction: the password, every other session, every pending code and
 * a notice (SEC-PW-08, DF-PWD-03). Ending what has ended already is no error, so that it works any number of times.
 */
@Injectable()
export class PasswordWriter {
  constructor(
    private readonly users: UserRepository,
    private readonly accounts: ManagedUserRepository,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly challenges: Challenges,
    private readonly history: PasswordHistoryRepository,
    private readonly mailer: Mailer,
    private readonly pages: BrandPages,
  ) {}

  /** @returns false when the account's credentials are others by now; only with `ifUnchanged` */
  async write(change: PasswordWrite): Promise<boolean> {
    const { store, revoke, brand, user, hash, now, keeps } = change;
    if (change.ifUnchanged) {
      if (!(await this.users.changePassword(store, user, hash, now))) return false;
    } else {
      await this.accounts.setPassword(store, user, hash, now);
    }
    await this.remember(change);
    await revoke('user', brand.id, user.id);
    const live = await this.sessions.listLive(store, brand.id, user.id, now);
    const others = live.filter(({ id }) => id !== keeps);
    await this.ending.end({ store, revoke, reason: 'password', now }, others);
    await this.challenges.voidAll(store, { brandId: brand.id, userId: user.id }, now);
    await this.notify(change);
    return true;
  }

  /** As many earlier ones as the brand refuses, and no more. */
  private async remember({ store, brand, user, now }: PasswordWrite): Promise<void> {
    const { passwordHistory } = brand.settings;
    const { id: userId, passwordHash } = user;
    if (passwordHistory > 0 && passwordHash !== null) {
      await this.history.add(store, { brandId: brand.id, userId, passwordHash, replacedAt: now });
    }
    await this.history.prune(store, brand.id, userId, passwordHistory);
  }

  private async notify({ store, brand, user, now }: PasswordWrite): Promise<void> {
    // A first password is no change that its owner would have to be told of.
    if (!brand.settings.securityNotices || isPendingAccount(user)) return;
    const values = { at: mailInstant(now), link: this.pages.urlOf(brand, 'forgot-password') };
    const notice = { topic: 'password-changed' as const, recipient: recipientOf(user), values };
    await this.mailer.notify(store, brand.id, notice, now);
  }
}
