import { Clock } from '../../src/kernel/clock';

/** Real time plus what a test has let pass. */
export class FakeClock extends Clock {
  private offset = 0;

  /** @param ms milliseconds */
  advance(ms: number): void {
    this.offset += ms;
  }

  override now(): number {
    return Date.now() + this.offset;
  }

  override monotonic(): number {
    return performance.now() + this.offset;
  }
}
