import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { SystemClock, type Clock } from '../clock';
import { FairQueue } from './fair-queue';
import { HashPoolBusyError } from './hash-pool-busy-error';

/** Makes a bcrypt hash of `text` with 2^cost rounds. */
export interface HashJob {
  readonly type: 'hash';
  readonly text: string;
  readonly cost: number;
}

/** Compares `text` with a bcrypt hash (null: with nothing), then does the work of all dummies in the same thread (SEC-PW-05). */
export interface VerifyJob {
  readonly type: 'verify';
  readonly text: string;
  readonly hash: string | null;
  readonly dummies: readonly string[];
}

/** Whose job it is; `signal` aborts when the caller has gone. */
export interface HashContext {
  readonly brandId: number;
  readonly signal?: AbortSignal;
}

export interface HashPoolOptions {
  /** Worker threads; default one per core. */
  readonly threads?: number;
  /** Jobs that may wait; default 32 a thread. */
  readonly maxQueue?: number;
  /** Longest wait before hashing begins, ms; default 2,000. */
  readonly maxWaitMs?: number;
  readonly clock?: Clock;
}

interface Entry {
  readonly job: HashJob | VerifyJob;
  readonly since: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

// Weight of the newest job in the running mean of job times: follows a change of cost within a few jobs.
const NEWEST_WEIGHT = 0.2;
const MAX_RETRY_SECONDS = 5;

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException('The caller has gone', 'AbortError');
}

/** Password hashing in worker threads behind a bounded, fair queue (SEC-PW-01). Refuses rather than lets anybody wait for long. */
export class HashPool {
  readonly #piscina: Piscina<HashJob | VerifyJob, unknown>;
  readonly #waiting = new FairQueue<Entry>();
  readonly #threads: number;
  readonly #maxQueue: number;
  readonly #maxWaitMs: number;
  readonly #clock: Clock;
  readonly #inFlight = new Set<Promise<void>>();
  #meanMs = 0;
  #isClosed = false;

  constructor(options: HashPoolOptions = {}) {
    this.#threads = Math.max(1, options.threads ?? availableParallelism());
    this.#maxQueue = options.maxQueue ?? 32 * this.#threads;
    this.#maxWaitMs = options.maxWaitMs ?? 2_000;
    this.#clock = options.clock ?? new SystemClock();
    this.#piscina = new Piscina({
      filename: join(__dirname, 'bcrypt.worker.cjs'),
      minThreads: 0,
      maxThreads: this.#threads,
      idleTimeout: Infinity,
      // Workers need none of the settings, and must not be able to show the secrets among them.
      env: {},
    });
  }

  /**
   * Runs one job. Rejects with HashPoolBusyError when the queue is full, the wait would be too long or the pool is closed, and
   * with the signal's reason when the caller goes before the job has begun; a job that has begun is finished.
   */
  run(job: HashJob, context: HashContext): Promise<string>;
  run(job: VerifyJob, context: HashContext): Promise<boolean>;
  async run(job: HashJob | VerifyJob, context: HashContext): Promise<unknown> {
    context.signal?.throwIfAborted();
    this.#admit(context.brandId);
    return this.#enqueue(job, context);
  }

  /**
   * Starts the threads. Otherwise the first jobs wait for it, and what they took would be expected of all that follow: a
   * burst after a start would be refused for nothing.
   */
  async warmUp(): Promise<void> {
    const nothing: VerifyJob = { type: 'verify', text: '', hash: null, dummies: [] };
    await Promise.all(Array.from({ length: this.#threads }, () => this.#piscina.run(nothing)));
  }

  /** Refuses what waits, lets running jobs finish and ends the threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift())
      entry.reject(this.#busy(0));
    // Piscina would end a thread in the middle of its job.
    await Promise.all(this.#inFlight);
    await this.#piscina.close();
  }

  /** Makes room for one job of this brand, or throws. */
  #admit(brandId: number): void {
    if (this.#isClosed) throw this.#busy(0);
    if (this.#inFlight.size < this.#threads) return;
    const expectedMs = ((this.#waiting.countAhead(brandId) + 0.5) * this.#meanMs) / this.#threads;
    if (expectedMs > this.#maxWaitMs) throw this.#busy(expectedMs);
    const half = Math.floor(this.#maxQueue / 2);
    const own = this.#waiting.countOf(brandId);
    if (own >= half && this.#waiting.size > own) throw this.#busy(expectedMs);
    if (this.#waiting.size < this.#maxQueue) return;
    // The queue is full. Whoever alone holds more than half of it gives way to a brand that now waits too.
    const displaced = this.#waiting.popFromHolderOfMoreThan(half, brandId);
    if (displaced === undefined) throw this.#busy(expectedMs);
    displaced.reject(this.#busy(expectedMs));
  }

  #enqueue(job: HashJob | VerifyJob, { brandId, signal }: HashContext): Promise<unknown> {
    let drop = (): void => undefined;
    const outcome = new Promise<unknown>((resolve, reject) => {
      const entry: Entry = { job, since: this.#clock.monotonic(), resolve, reject };
      drop = (): void => {
        if (this.#waiting.remove(brandId, entry)) reject(abortReason(signal));
      };
      this.#waiting.push(brandId, entry);
    });
    signal?.addEventListener('abort', drop, { once: true });
    this.#dispatch();
    return outcome.finally(() => signal?.removeEventListener('abort', drop));
  }

  #dispatch(): void {
    while (this.#inFlight.size < this.#threads) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      // The expectation can be wrong: nobody who has waited too long already is hashed for.
      if (this.#clock.monotonic() - entry.since > this.#maxWaitMs) entry.reject(this.#busy(this.#maxWaitMs));
      else this.#start(entry);
    }
  }

  #start(entry: Entry): void {
    const work = this.#work(entry).then(() => {
      this.#inFlight.delete(work);
      this.#dispatch();
    });
    this.#inFlight.add(work);
  }

  async #work(entry: Entry): Promise<void> {
    const started = this.#clock.monotonic();
    try {
      entry.resolve(await this.#piscina.run(entry.job));
    } catch (error) {
      entry.reject(error);
    }
    const took = this.#clock.monotonic() - started;
    this.#meanMs = this.#meanMs === 0 ? took : this.#meanMs + NEWEST_WEIGHT * (took - this.#meanMs);
  }

  #busy(expectedMs: number): HashPoolBusyError {
    return new HashPoolBusyError(Math.min(MAX_RETRY_SECONDS, Math.max(1, Math.ceil(expectedMs / 1_000))));
  }
}
