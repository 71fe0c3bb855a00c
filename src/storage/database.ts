import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { BrandgateError } from '../kernel/errors/brandgate-error';
import { isPassing, isStoreUnavailable } from './database-error';
import type { GatewayDataSource } from './gateway-data-source';

/** What a flow hands to repositories: an open transaction, or the plain connection. */
export type Store = EntityManager;

const ATTEMPTS = 4;

/** The way to the rows. Transactions belong to flows; nothing slow or outside runs in one. */
export class Database {
  constructor(private readonly dataSource: GatewayDataSource) {}

  /** Outside any transaction. */
  get store(): Store {
    return this.dataSource.manager;
  }

  /** `sqlite`, `mariadb` or `mysql`. */
  get engine(): 'sqlite' | 'mariadb' | 'mysql' {
    const { type } = this.dataSource.options;
    return type === 'mariadb' || type === 'mysql' ? type : 'sqlite';
  }

  /**
   * Runs `work` in one transaction. Deadlocks and lock waits roll the whole of it back and it runs again, at most three
   * times with 10–50 ms between; so `work` touches nothing but the store (SEC-OT-04).
   * @throws BrandgateError server.unavailable when the store stays unreachable
   */
  async transaction<T>(work: (store: Store) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.dataSource.atomically(work);
      } catch (error) {
        if (!isPassing(error)) throw unavailableOr(error);
        if (attempt === ATTEMPTS) throw new BrandgateError('server.unavailable', { cause: error, retryAfter: 1 });
        await delay(10 + ((attempt * 13) % 40));
      }
    }
  }

  /** A round trip to the server; throws when there is none. */
  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** Errors of an unreachable store become 503; everything else stays what it is. */
export function unavailableOr(error: unknown): unknown {
  return !(error instanceof BrandgateError) && isStoreUnavailable(error)
    ? new BrandgateError('server.unavailable', { cause: error, retryAfter: 1 })
    : error;
}
