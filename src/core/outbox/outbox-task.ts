import type { OutboxEntity } from './outbox.entity';
import type { Store } from '../../storage/database';

/** Something from the outbox that a worker has taken on. */
export interface OutboxTask {
  readonly row: OutboxEntity;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly now: number;
  /** Marks it done in a transaction of the handler's own, so that what it writes happens once. False: somebody else has it. */
  readonly finish: (store: Store) => Promise<boolean>;
}

/**
 * What became of it. `done`: mark it so. `finished`: the handler has. `later`: it did not work this time. `waiting`:
 * nothing to try it with, which is no failure. `never`: it will not work.
 */
export type OutboxOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'later' | 'waiting' | 'never'; readonly error: string };

export type OutboxHandler = (task: OutboxTask) => Promise<OutboxOutcome>;
