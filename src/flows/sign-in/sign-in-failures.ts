import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { NO_RELEASE } from '../../core/releases/release-claim';
import { ReleaseTally } from '../../core/releases/release-tally';
import { BrandFailures } from '../../core/users/brand-failures';
import { SignInCounter } from '../../core/users/sign-in-counter';
import type { UserEntity } from '../../core/users/user.entity';
import { Database } from '../../storage/database';
import type { SignInCommand } from './sign-in.command';

/** What a failed sign-in leaves behind, whatever was wrong: the same statements for each (SEC-ENU-01, SEC-BF-04). */
@Injectable()
export class SignInFailures {
  constructor(
    private readonly database: Database,
    private readonly counter: SignInCounter,
    private readonly failures: BrandFailures,
    private readonly releases: ReleaseTally,
    private readonly audit: AuditBuffer,
  ) {}

  /** @param user null for an account that there is not */
  async count(
    actor: Actor,
    brand: BrandSnapshot,
    user: UserEntity | null,
    { release = NO_RELEASE, at }: SignInCommand,
  ): Promise<void> {
    const { lockoutThreshold, lockoutDuration } = brand.settings;
    const policy = { threshold: lockoutThreshold, duration: lockoutDuration };
    // A transaction, so that lock waits are retried here and never answered.
    await this.database.transaction((store) =>
      this.counter.countFailure(store, brand.id, user?.id ?? null, policy, at),
    );
    this.failures.note(brand.id);
    this.releases.note(brand.id, release, 'failedSignIns', at);
    this.audit.add(originOf(actor), {
      event: 'auth.login_failed',
      ...(user ? { target: { type: 'user', id: user.uid } } : {}),
    });
  }
}
