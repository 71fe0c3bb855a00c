import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/audit/actor';
import { stateReason } from '../../core/auth-keys/key-death';
import { STATE_REFUSAL } from '../../core/auth-keys/session-reader';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ChallengeEntity } from '../../core/challenges/challenge.entity';
import { requireUnexpired } from '../../core/users/password-age';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Reason } from '../../kernel/errors/reasons';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { Database } from '../../storage/database';
import { BeginSession } from './begin-session';
import { type CountedAttempt, SignInBudget } from './sign-in-budget';
import { SignInCode } from './sign-in-code';
import type { Proven, SignedIn, SignInCommand } from './sign-in.command';
import { SignInFailures } from './sign-in-failures';

/** A person proves who they are with a password (§7 of the native contract); every dialect's sign-in ends here. */
@Injectable()
export class SignInFlow {
  constructor(
    private readonly database: Database,
    private readonly candidate: SignInCandidate,
    private readonly budget: SignInBudget,
    private readonly hasher: PasswordHasher,
    private readonly users: UserRepository,
    private readonly code: SignInCode,
    private readonly failures: SignInFailures,
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
    // Unknown, wrong, and wrong on a blocked account: one answer (JFW-AUTH-04, SEC-ENU-01).
    if (!user || !verified.ok) {
      await this.failures.count(actor, brand, user, command);
      throw new BrandgateError('credentials.incorrect', causeOf(user, attempt));
    }
    requireUsable(user);
    requireUnexpired(brand.settings, user, command.at);
    const proven = { actor, brand, user, command };
    const code = attempt.isKnownDevice ? null : await this.code.require(proven);
    if (verified.upgrade) {
      const hash = await this.hasher.hash(command.password, context);
      await this.users.upgradePassword(this.database.store, user, hash);
    }
    const signedIn = await this.beginWith(code, proven);
    await this.budget.giveBack(attempt, brand, command, signedIn);
    return signedIn;
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
