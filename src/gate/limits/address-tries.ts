import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { CredentialCounters } from '../../ports/credential-counters.port';
import type { Passage } from '../passage';
import { type BucketName, limitOf } from './buckets';
import { addressTracker } from './throttler-options';

/** Counts a try by address where not every request of a route is one: the body says. Otherwise a route's `limits` do. */
@Injectable()
export class AddressTries {
  constructor(private readonly counters: CredentialCounters) {}

  /** @throws BrandgateError rate.exceeded */
  async count(passage: Passage, bucket: BucketName): Promise<void> {
    const { limit, seconds } = limitOf(bucket, passage.brandOrThrow.settings);
    const windowMs = seconds * 1_000;
    const hit = await this.counters.increment(addressTracker(bucket, passage), windowMs, limit, windowMs, bucket);
    if (!hit.isBlocked) return;
    const retryAfter = Math.max(1, hit.timeToBlockExpire);
    throw new BrandgateError('rate.exceeded', { retryAfter, reason: 'bucket-full', facts: { bucket, limit, seconds } });
  }
}
