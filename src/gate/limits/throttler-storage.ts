import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { WindowCounters } from './window-counters';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * The counters behind @nestjs/throttler. Its own memory store keeps a timer per hit; this one costs one map look-up.
 * An implementation for many nodes replaces it in the composition root.
 */
@Injectable()
export class WindowThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly counters: WindowCounters) {}

  /** @param ttl milliseconds; a full bucket stays closed until its window ends */
  increment(key: string, ttl: number, limit: number): Promise<ThrottlerRecord> {
    const state = this.counters.hit(key, limit, ttl);
    return Promise.resolve({
      totalHits: state.isExceeded ? limit + 1 : limit - state.remaining,
      timeToExpire: state.resetSeconds,
      isBlocked: state.isExceeded,
      timeToBlockExpire: state.isExceeded ? state.resetSeconds : 0,
    });
  }
}
