import { LRUCache } from 'lru-cache';

/**
 * A bounded cache whose misses are loaded once, however many callers ask at the same time. A load that was under way
 * when anything was dropped is answered to its callers and then forgotten, never kept (SEC-REV-04).
 */
export class SingleFlightCache<K extends string | number, V extends object> {
  private readonly entries: LRUCache<K, V>;
  private readonly flights = new Map<K, Promise<V>>();
  private generation = 0;

  /** @param isKept false for values that are answered only */
  constructor(
    max: number,
    private readonly isKept: (value: V) => boolean = () => true,
  ) {
    this.entries = new LRUCache<K, V>({ max });
  }

  peek(key: K): V | undefined {
    return this.entries.get(key);
  }

  get(key: K, load: () => Promise<V>): Promise<V> {
    const kept = this.entries.get(key);
    if (kept !== undefined) return Promise.resolve(kept);
    const joined = this.flights.get(key);
    if (joined) return joined;
    const flight = this.load(key, load).finally(() => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    });
    this.flights.set(key, flight);
    return flight;
  }

  clear(): void {
    this.doubtFlights();
    this.entries.clear();
  }

  /** Drops what it is true for; what is being loaded may be among it. */
  forget(isMeant: (value: V) => boolean): void {
    this.doubtFlights();
    for (const [key, value] of this.entries.entries()) if (isMeant(value)) this.entries.delete(key);
  }

  // Who asked before may still get the older answer; who asks from now on must not join them.
  private doubtFlights(): void {
    this.generation += 1;
    this.flights.clear();
  }

  private async load(key: K, load: () => Promise<V>): Promise<V> {
    const { generation } = this;
    const value = await load();
    if (generation === this.generation && this.isKept(value)) this.entries.set(key, value);
    return value;
  }
}
