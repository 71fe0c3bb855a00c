import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { SignInCounter } from '../users/sign-in-counter';
import { accountBudget } from '../users/sign-in-limits';
import type { UserEntity } from '../users/user.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { CredentialCounters } from '../../ports/credential-counters.port';
import { Database } from '../../storage/database';

type HashContext = Parameters<PasswordHasher['verify']>[2];

/** A signed-in user proves that they know the current password; a wrong one counts like a failed sign-in (SEC-BF-04). */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
    private readonly counter: SignInCounter,
    private readonly counters: CredentialCounters,
  ) {}

  /** @throws BrandgateError access.denied; past the account's budget without an evaluation */
  async require(
    brand: BrandSnapshot,
    user: UserEntity,
    password: string,
    now: number,
    context: HashContext,
  ): Promise<void> {
    const { key, limit, windowMs } = accountBudget(brand.id, user.id);
    const taken = await this.counters.increment(key, windowMs, limit, windowMs, 'account');
    const stored = taken.isBlocked ? null : user.passwordHash;
    const { ok } = await this.hasher.verify(password, stored, context);
    if (ok) {
      await this.counters.reset(key);
      return;
    }
    const { lockoutThreshold: threshold, lockoutDuration: duration } = brand.settings;
    await this.database.transaction((store) =>
      this.counter.countFailure(store, brand.id, user.id, { threshold, duration }, now),
    );
    if (!taken.isBlocked) throw new BrandgateError('access.denied', { reason: 'password-wrong' });
    const facts = { seconds: taken.timeToBlockExpire };
    throw new BrandgateError('access.denied', { reason: 'account-budget-spent', facts });
  }
}
