import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { addressBucket } from '../../kernel/net/client-address';
import type { Arrival } from '../arrival';
import { BUCKETS } from './buckets';
import { WindowCounters } from './window-counters';

/** Who names no brand we know is counted by address, in one bucket for all of them (JFW-LIM-07). */
@Injectable()
export class StrangerLimit {
  constructor(private readonly counters: WindowCounters) {}

  /** @throws BrandgateError rate.exceeded */
  count({ client }: Arrival): void {
    const { limit, seconds } = BUCKETS.general;
    const state = this.counters.hit(`stranger:${addressBucket(client.address)}`, limit, seconds * 1_000);
    if (!state.isExceeded) return;
    const facts = { limit, seconds };
    throw new BrandgateError('rate.exceeded', { retryAfter: state.resetSeconds, reason: 'strangers-full', facts });
  }
}
