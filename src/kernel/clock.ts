import { performance } from 'node:perf_hooks';

/** Where time comes from; injected, so that tests and the service clock (REL-09) can take its place. */
export abstract class Clock {
  /** Wall-clock instant, epoch milliseconds. */
  abstract now(): number;

  /** Milliseconds since some fixed point; never goes back, unaffected by changes of the wall clock. */
  abstract monotonic(): number;
}

/** The clock of this machine: the one home of `Date.now` and `performance.now`. */
export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }

  override monotonic(): number {
    return performance.now();
  }
}
