import type { FetchAnswer, FetchInit, FetchLike } from './fetch-like.ts';

declare const fetch: FetchLike;
declare function setTimeout(work: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** What is taken from the platform, in one place: nothing else of the package reads a clock, waits or chooses by chance. */
export class Platform {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  private readonly send: FetchLike;

  constructor(own: { readonly fetch?: FetchLike | undefined; readonly now?: (() => number) | undefined } = {}) {
    this.now = own.now ?? (() => Date.now());
    // Looked up at each call, so that a polyfill may come later.
    this.send = own.fetch ?? ((url, init) => fetch(url, init));
  }

  fetch(url: string, init: FetchInit): Promise<FetchAnswer> {
    // Not as a method: a browser's own `fetch` refuses to be one.
    const { send } = this;
    return send(url, init);
  }

  /** From 0 to 1; spreads repetitions in time and serves nothing else. */
  random(): number {
    return Math.random();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
  }

  /** @returns takes the timer back */
  startTimer(ms: number, work: () => void): () => void {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  }
}
