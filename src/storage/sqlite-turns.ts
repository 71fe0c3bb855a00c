import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * SQLite has one connection, and TypeORM shares it: without turns, a query of another request would run inside
 * whichever transaction happens to be open and vanish with its rollback. A transaction holds the turn from BEGIN to
 * COMMIT; its own queries pass, everything else waits. Waiting is first come, first served.
 */
export class SqliteTurns {
  private readonly holder = new AsyncLocalStorage<symbol>();
  private current: symbol | null = null;
  private tail: Promise<void> = Promise.resolve();

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.holdsTurn()) return work();
    return this.takeTurn((turn) => this.holder.run(turn, work));
  }

  async query<T>(work: () => Promise<T>): Promise<T> {
    if (this.holdsTurn()) return work();
    return this.takeTurn(work);
  }

  private holdsTurn(): boolean {
    return this.current !== null && this.holder.getStore() === this.current;
  }

  private async takeTurn<T>(work: (turn: symbol) => Promise<T>): Promise<T> {
    const before = this.tail;
    let release!: () => void;
    this.tail = new Promise((resolve) => (release = resolve));
    await before;
    const turn = Symbol('turn');
    this.current = turn;
    try {
      return await work(turn);
    } finally {
      this.current = null;
      release();
    }
  }
}
