import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ChallengeEntity } from '../../core/challenges/challenge.entity';
import { Challenges } from '../../core/challenges/challenges';
import { MailChannels } from '../../core/mail/mail-channels';
import { Mailer, type MailRecipient, recipientOf } from '../../core/mail/mailer';
import { FOR_EVER } from '../../core/users/sign-in-counter';
import { type Budget, codeBudget, codeMailBudget, HARD_STOP } from '../../core/users/sign-in-limits';
import type { UserEntity } from '../../core/users/user.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { instantFact, type Reason } from '../../kernel/errors/reasons';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import { CredentialCounters } from '../../ports/credential-counters.port';
import { Database } from '../../storage/database';
import type { Proven } from './sign-in.command';
import { SignInFailures } from './sign-in-failures';

/**
 * The second step of a sign-in past the hard stop: a code that is mailed and comes back (JFW-AUTH-16). Nothing is kept
 * between the two but the challenge.
 */
@Injectable()
export class SignInCode {
  constructor(
    private readonly database: Database,
    private readonly challenges: Challenges,
    private readonly counters: CredentialCounters,
    private readonly channels: MailChannels,
    private readonly mailer: Mailer,
    private readonly failures: SignInFailures,
  ) {}

  /**
   * What failures closed (JFW-AUTH-06), for somebody whose password was right and whose device is not known. Past the
   * hard stop a mailed code goes with the password, also while an automatic lock lasts, unless that is for good.
   * @returns the challenge to redeem in the transaction that begins the session; null where nothing is closed
   * @throws BrandgateError user.locked, otp.required when the code is missing and was mailed, otp.invalid
   */
  async require({ actor, brand, user, command }: Proven): Promise<ChallengeEntity | null> {
    const lock = lockOf(user, command.at);
    if (lock === null) return null;
    const recipient = recipientOf(user);
    const isStopped = user.failedSignIns >= HARD_STOP && lock.reason !== 'locked-for-good';
    if (!isStopped || recipient === null || !(await this.channels.canSend(brand))) {
      throw new BrandgateError('user.locked', lock);
    }
    if (command.otp === undefined) {
      await this.send(brand, recipient, user, command.at);
      throw new BrandgateError('otp.required', { data: { methods: ['mail'] }, ...lock });
    }
    const found = await this.find(brand, user, command.otp, command.at);
    if (found !== null) return found;
    await this.failures.count(actor, brand, user, command);
    throw new BrandgateError('otp.invalid', { reason: 'code-of-mail-wrong' });
  }

  /** The session did not come about for another reason: the try does not count. */
  async giveBack(challenge: ChallengeEntity): Promise<void> {
    await this.challenges.giveBack(this.database.store, challenge);
  }

  /** The account's tries begin anew after a success. */
  async forget({ brandId, id }: UserEntity): Promise<void> {
    await this.counters.reset(codeBudget(brandId, id).key);
  }

  private async find(
    { id: brandId, settings }: BrandSnapshot,
    user: UserEntity,
    secret: string,
    now: number,
  ): Promise<ChallengeEntity | null> {
    // Reserved before anything is looked at (SEC-BF-01).
    if (await this.isSpent(codeBudget(brandId, user.id))) return null;
    const presented = { secret, kind: 'digits' as const, brandId, userId: user.id, purposes: ['sign-in'] as const };
    const { store } = this.database;
    const found = await this.challenges.find(store, { ...presented, maxAttempts: settings.otpAttempts }, now);
    // A code that went to an address the account no longer has proves nothing.
    return found?.target === targetOf(user) ? found : null;
  }

  private async send(brand: BrandSnapshot, recipient: MailRecipient, user: UserEntity, now: number): Promise<void> {
    if (await this.isSpent(codeMailBudget(brand.id, user.id))) return;
    const { otpLifetime, otpLength } = brand.settings;
    const lifetime = otpLifetime * 1_000;
    const kind = { purpose: 'sign-in' as const, kind: 'digits' as const, digits: otpLength };
    await this.database.transaction(async (store) => {
      const request = { brandId: brand.id, userId: user.id, ...kind, target: targetOf(user), lifetime };
      const code = await this.challenges.open(store, request, now);
      const values = { code, minutes: String(Math.max(1, Math.floor(otpLifetime / 60))) };
      const mail = { topic: 'sign-in-code' as const, recipient, values, expiresAt: now + lifetime };
      await this.mailer.queue(store, brand.id, mail, now);
    });
  }

  private async isSpent({ key, limit, windowMs }: Budget): Promise<boolean> {
    return (await this.counters.increment(key, windowMs, limit, windowMs, 'account')).isBlocked;
  }
}

function targetOf({ emailAddress }: UserEntity): string | null {
  return emailAddress === null ? null : canonicalEmail(emailAddress);
}

function lockOf({ lockedUntil, failedSignIns }: UserEntity, now: number): Reason | null {
  if (lockedUntil !== null && lockedUntil > now) {
    const isForGood = lockedUntil >= FOR_EVER;
    return isForGood
      ? { reason: 'locked-for-good' }
      : { reason: 'locked-until', facts: { at: instantFact(lockedUntil) } };
  }
  return failedSignIns >= HARD_STOP ? { reason: 'hard-stop', facts: { failures: failedSignIns } } : null;
}
