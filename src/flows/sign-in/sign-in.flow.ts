import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import { stateReason } from '../../core/auth-keys/key-death';
import { STATE_REFUSAL } from '../../core/auth-keys/session-reader';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ChallengeEntity } from '../../core/challenges/challenge.entity';
import { requireUnexpired } from '../../core/users/password-age';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import { FOR_EVER, SignInCounter } from '../../core/users/sign-in-counter';
import { HARD_STOP } from '../../core/users/sign-in-limits';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { instantFact, type Reason } from '../../kernel/errors/reasons';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { Database } from '../../storage/database';
import { BeginSession } from './begin-session';
import { type CountedAttempt, SignInBudget } from './sign-in-budget';
import { SignInCode } from './sign-in-code';
import type { SignedIn, SignInCommand } from './sign-in.command';

/** A person proves who they are with a password (§7 of the native contract); every dialect's sign-in ends here. */
@Injectable()
export class SignInFlow {
  constructor(
    private readonly database: Database,
    private readonly candidate: SignInCandidate,
    private readonly budget: SignInBudget,
    private readonly hasher: PasswordHasher,
    private readonly counter: SignInCounter,
    private readonly users: UserRepository,
    private readonly audit: AuditBuffer,
    private readonly code: SignInCode,
    private readonly begin: BeginSession,
  ) {}

  /** @throws BrandgateError credentials.incorrect, otp.*, user.locked, -suspended, -inactive, rate.exceeded, server.unavailable */
  async run(actor: Actor, brand: BrandSnapshot, command: SignInCommand): Promise<SignedIn> {
    const user = await this.candidate.find(brand.id, command.identifier, command.kinds);
    const attempt = await this.budget.take(brand.id, user?.id ?? null, command);
    const context = { brandId: brand.id, ...(command.signal ? { signal: command.signal } : {}) };
    // A spent budget costs the same work and says nothing: the password is compared with nobody's.
    const stored = attempt.isSpent ? null : (user?.passwordHash ?? null);
    const verified = await this.hasher.verify(command.password, stored, context);
    if (!user || !verified.ok) return this.refuse(actor, brand, { user, command, because: causeOf(user, attempt) });
    requireUsable(user);
    requireUnexpired(brand.settings, user, command.at);
    const lock = attempt.isKnownDevice ? null : lockOf(user, command.at);
    const code = lock === null ? null : await this.secondStep(actor, brand, { user, command, because: lock });
    if (verified.upgrade) {
      const hash = await this.hasher.hash(command.password, context);
      await this.users.upgradePassword(this.database.store, user, hash);
    }
    const signedIn = await this.beginWith(code, { actor, brand, user, command });
    await this.budget.giveBack(attempt);
    return signedIn;
  }

  /**
   * What a lock leaves open (JFW-AUTH-06): past the hard stop a mailed code goes with the password, unless the brand locks
   * until an administrator unlocks. @throws BrandgateError user.locked, otp.required, otp.invalid
   */
  private async secondStep(
    actor: Actor,
    brand: BrandSnapshot,
    failure: Failure & { readonly user: UserEntity },
  ): Promise<ChallengeEntity> {
    const { user, command, because } = failure;
    if (user.failedSignIns < HARD_STOP || because.reason === 'locked-for-good') {
      throw new BrandgateError('user.locked', because);
    }
    const code = await this.code.judge(brand, user, command, because);
    if (code !== null) return code;
    await this.count(actor, brand, failure);
    throw new BrandgateError('otp.invalid', { reason: 'code-of-mail-wrong' });
  }

  /** A session that does not come about leaves the code good, such as for the choice of a device (JFW-AUTH-15). */
  private async beginWith(code: ChallengeEntity | null, { actor, brand, user, command }: Proven): Promise<SignedIn> {
    if (code === null) return this.begin.run(actor, brand, user, command);
    try {
      const signedIn = await this.begin.run(actor, brand, user, command, code);
      await this.code.forget(user);
      return signedIn;
    } catch (error) {
      await this.code.giveBack(code);
      throw error;
    }
  }

  /** Unknown, wrong, and wrong on a blocked account: one answer, the same statements (JFW-AUTH-04, SEC-ENU-01). */
  private async refuse(actor: Actor, brand: BrandSnapshot, failure: Failure): Promise<never> {
    await this.count(actor, brand, failure);
    throw new BrandgateError('credentials.incorrect', failure.because);
  }

  private async count(actor: Actor, brand: BrandSnapshot, { user, command }: Failure): Promise<void> {
    const { lockoutThreshold, lockoutDuration } = brand.settings;
    const policy = { threshold: lockoutThreshold, duration: lockoutDuration };
    // A transaction, so that lock waits are retried here and never answered.
    await this.database.transaction((store) =>
      this.counter.countFailure(store, brand.id, user?.id ?? null, policy, command.at),
    );
    this.budget.noteFailure(brand.id);
    this.audit.add(originOf(actor), {
      event: 'auth.login_failed',
      ...(user ? { target: { type: 'user', id: user.uid } } : {}),
    });
  }
}

interface Proven {
  readonly actor: Actor;
  readonly brand: BrandSnapshot;
  readonly user: UserEntity;
  readonly command: SignInCommand;
}

interface Failure {
  readonly user: UserEntity | null;
  readonly command: SignInCommand;
  readonly because: Reason;
}

/** For the operator alone; the answer and the work are the same for each. */
function causeOf(user: UserEntity | null, { isSpent, wait }: CountedAttempt): Reason {
  if (user === null) return { reason: 'account-unknown' };
  if (isSpent) return { reason: 'account-budget-spent', facts: { seconds: wait } };
  return { reason: user.passwordHash === null ? 'account-without-password' : 'password-wrong' };
}

/** Told only after the right password (JFW-AUTH-05). */
function requireUsable(user: UserEntity): void {
  const refusal = STATE_REFUSAL[user.status];
  if (refusal !== undefined) throw new BrandgateError(refusal, stateReason(user));
}

/** What failures closed (JFW-AUTH-06); a known device passes it. */
function lockOf({ lockedUntil, failedSignIns }: UserEntity, now: number): Reason | null {
  if (lockedUntil !== null && lockedUntil > now) {
    const isForGood = lockedUntil >= FOR_EVER;
    return isForGood
      ? { reason: 'locked-for-good' }
      : { reason: 'locked-until', facts: { at: instantFact(lockedUntil) } };
  }
  return failedSignIns >= HARD_STOP ? { reason: 'hard-stop', facts: { failures: failedSignIns } } : null;
}
