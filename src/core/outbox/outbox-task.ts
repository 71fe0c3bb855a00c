import type { OutboxEntity } from './outbox.entity';
import type { Store } from '../../storage/database';

/** Something from the outbox that a worker has taken on. */
export interface OutboxTask {
  readonly row: OutboxEntity;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly now: number;
  /** Marks it done in a transaction of the handler's own, so that what it writes happens once. False: somebody else has it. */
  readonly finish: (store: Store) => Promise<boolean>;
  /** Holds it for another while, in a transaction of the handler's own. False: somebody else has it. */
  readonly hold: (store: Store) => Promise<boolean>;
}

/**
 * What became of it. `done`: mark it so. `finished`: the handler has. `again`: a part of it is done, and the next one is
 * due then. `later`: it did not work this time. `waiting`: nothing to try it with, which is no failure. `never`: it will
 * not work.
 */
export type OutboxOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'again'; readonly at: number }
  | {
      readonly kind: 'later';
      readonly error: string;
      /** Seconds that the other side asked for. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'waiting' | 'never'; readonly error: string };

export type OutboxHandler = (task: OutboxTask) => Promise<OutboxOutcome>;
