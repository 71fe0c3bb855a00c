import { Injectable } from '@nestjs/common';
import { CredentialCounters, type CountedHit } from '../../ports/credential-counters.port';
import { WindowCounters } from './window-counters';

/**
 * The counters behind @nestjs/throttler. Its own memory store keeps a timer per hit; this one costs one map look-up.
 * An implementation for many nodes replaces it in the composition root.
 */
@Injectable()
export class WindowThrottlerStorage extends CredentialCounters {
  constructor(private readonly counters: WindowCounters) {
    super();
  }

  /** @param ttl milliseconds; a full bucket stays closed until its window ends */
  override increment(key: string, ttl: number, limit: number): Promise<CountedHit> {
    const state = this.counters.hit(key, limit, ttl);
    return Promise.resolve({
      totalHits: state.isExceeded ? limit + 1 : limit - state.remaining,
      timeToExpire: state.resetSeconds,
      isBlocked: state.isExceeded,
      timeToBlockExpire: state.isExceeded ? state.resetSeconds : 0,
    });
  }

  override reset(key: string): Promise<void> {
    this.counters.forget(key);
    return Promise.resolve();
  }
}
