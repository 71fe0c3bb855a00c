import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { KnownDevices } from '../../core/devices/known-devices';
import { NO_RELEASE, releaseOfDevice } from '../../core/releases/release-claim';
import { ReleaseTally } from '../../core/releases/release-tally';
import { BrandFailures } from '../../core/users/brand-failures';
import { accountBudget, knownDeviceBudget } from '../../core/users/sign-in-limits';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, UserId } from '../../kernel/ids';
import { CredentialCounters } from '../../ports/credential-counters.port';
import type { SignedIn, SignInCommand } from './sign-in.command';

/** One attempt to sign in, counted before it is looked at. */
export interface CountedAttempt {
  /** The device signed this user in lately: it has a budget of its own, and locks do not stop it (SEC-BF-03). */
  readonly isKnownDevice: boolean;
  readonly isSpent: boolean;
  /** Seconds until a spent budget is whole again. */
  readonly wait: number;
  readonly keys: readonly string[];
}

/**
 * How often an account may be tried. Reserved before the password is looked at, so that parallel tries cannot get past
 * the limit (SEC-BF-01); unknown accounts are counted and asked for like known ones.
 */
@Injectable()
export class SignInBudget {
  constructor(
    private readonly counters: CredentialCounters,
    private readonly knownDevices: KnownDevices,
    private readonly failures: BrandFailures,
    private readonly releases: ReleaseTally,
  ) {}

  /** @throws BrandgateError rate.exceeded while the brand is flooded, for devices it does not know */
  async take(brandId: BrandId, userId: UserId | null, { claim, at }: SignInCommand): Promise<CountedAttempt> {
    const isKnownDevice = claim !== null && (await this.knownDevices.isKnown(brandId, userId, claim.code, at));
    const wait = isKnownDevice ? null : this.failures.waitSeconds(brandId);
    if (wait !== null) throw new BrandgateError('rate.exceeded', { retryAfter: wait, reason: 'brand-flooded' });
    const account = accountBudget(brandId, userId);
    const budget = isKnownDevice ? knownDeviceBudget(brandId, userId, claim.code) : account;
    const { key, limit, windowMs } = budget;
    const hit = await this.counters.increment(key, windowMs, limit, windowMs, 'account');
    return { isKnownDevice, isSpent: hit.isBlocked, wait: hit.timeToBlockExpire, keys: [account.key, key] };
  }

  /** A success clears what its own account had used up. */
  async giveBack({ keys }: CountedAttempt, brand: BrandSnapshot, command: SignInCommand, signedIn: SignedIn) {
    const { release = NO_RELEASE, at } = command;
    const { device } = signedIn;
    this.releases.note(brand.id, release, 'signIns', at);
    if (device !== null) this.releases.noteActive(brand.id, device.id, releaseOfDevice(device), at);
    for (const key of new Set(keys)) await this.counters.reset(key);
  }
}
