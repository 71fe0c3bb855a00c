import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';

/** A bucket after a hit. */
export interface CounterState {
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the window begins anew, at least 1. */
  readonly resetSeconds: number;
  readonly isExceeded: boolean;
}

interface Window {
  count: number;
  /** Monotonic ms. */
  endsAt: number;
}

/** Two generations of at most this many windows each. */
const GENERATION = 250_000;

/**
 * Counters of this process: a fixed window per key that begins with its first hit. One map look-up a hit, whatever the
 * limit; monotonic time, so a jump of the clock frees nobody (SEC-BF-06). Memory is bounded by two generations: when
 * the young one is full it becomes the old one, and what was not touched in between is let go.
 */
@Injectable()
export class WindowCounters {
  private young = new Map<string, Window>();
  private old = new Map<string, Window>();

  constructor(private readonly clock: Clock) {}

  hit(key: string, limit: number, windowMs: number): CounterState {
    const now = this.clock.monotonic();
    const window = this.windowOf(key, now, windowMs);
    window.count += 1;
    return {
      limit,
      remaining: window.count < limit ? limit - window.count : 0,
      resetSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
      isExceeded: window.count > limit,
    };
  }

  /** The key's next hit is its first. */
  forget(key: string): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  private windowOf(key: string, now: number, windowMs: number): Window {
    let window = this.young.get(key);
    if (window === undefined) {
      window = this.old.get(key) ?? { count: 0, endsAt: now + windowMs };
      if (this.young.size >= GENERATION) this.turn();
      this.young.set(key, window);
    }
    if (window.endsAt <= now) {
      window.count = 0;
      window.endsAt = now + windowMs;
    }
    return window;
  }

  private turn(): void {
    this.old = this.young;
    this.young = new Map();
  }
}
