/** A counter after a hit. Seconds are whole. */
export interface CountedHit {
  readonly totalHits: number;
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  readonly timeToBlockExpire: number;
}

/**
 * Counters of credential routes and of accounts, shared by all gateways of an installation where there are several. The
 * shape of `increment` is that of @nestjs/throttler's storage, which uses them as well.
 */
export abstract class CredentialCounters {
  /** Counts one try before it is looked at. @param ttl milliseconds from the first hit to the end of the window */
  abstract increment(
    key: string,
    ttl: number,
    limit: number,
    blockDuration: number,
    throttlerName: string,
  ): Promise<CountedHit>;

  /** Forgets the key: its owner has proven who they are. */
  abstract reset(key: string): Promise<void>;
}
