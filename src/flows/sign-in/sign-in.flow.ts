import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import { stateReason } from '../../core/auth-keys/key-death';
import { STATE_REFUSAL } from '../../core/auth-keys/session-reader';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
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
    private readonly begin: BeginSession,
  ) {}

  /** @throws BrandgateError credentials.incorrect, user.locked, -suspended, -inactive, rate.exceeded, server.unavailable */
  async run(actor: Actor, brand: BrandSnapshot, command: SignInCommand): Promise<SignedIn> {
    const user = await this.candidate.find(brand.id, command.identifier, command.kinds);
    const attempt = await this.budget.take(brand.id, user?.id ?? null, command);
    const context = { brandId: brand.id, ...(command.signal ? { signal: command.signal } : {}) };
    // A spent budget costs the same work and says nothing: the password is compared with nobody's.
    const stored = attempt.isSpent ? null : (user?.passwordHash ?? null);
    const verified = await this.hasher.verify(command.password, stored, context);
    if (!user || !verified.ok) return this.refuse(actor, brand, { user, command, because: causeOf(user, attempt) });
    requireUsable(user, attempt.isKnownDevice, command.at);
    requireUnexpired(brand.settings, user, command.at);
    if (verified.upgrade) {
      const hash = await this.hasher.hash(command.password, context);
      await this.users.upgradePassword(this.database.store, user, hash);
    }
    const signedIn = await this.begin.run(actor, brand, user, command);
    await this.budget.giveBack(attempt);
    return signedIn;
  }

  /** Unknown, wrong, and wrong on a blocked account: one answer, the same statements (JFW-AUTH-04, SEC-ENU-01). */
  private async refuse(actor: Actor, brand: BrandSnapshot, { user, command, because }: Failure): Promise<never> {
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
    throw new BrandgateError('credentials.incorrect', because);
  }
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

/** Told only after the right password (JFW-AUTH-05, -06); a known device passes what failures from elsewhere closed. */
function requireUsable(user: UserEntity, isKnownDevice: boolean, now: number): void {
  const refusal = STATE_REFUSAL[user.status];
  if (refusal !== undefined) throw new BrandgateError(refusal, stateReason(user));
  const lock = lockOf(user, now);
  if (lock !== null && !isKnownDevice) throw new BrandgateError('user.locked', lock);
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
