import { Clock } from '../../src/kernel/clock';

const DAY = 86_400_000;

/** Real time plus what a test has let pass. */
export class FakeClock extends Clock {
  private offset = 0;

  /** @param ms milliseconds */
  advance(ms: number): void {
    this.offset += ms;
  }

  /** Lets time pass until the clock next shows this hour (0 to 23, UTC), for a test that must know where midnight is. */
  advanceToHour(hour: number): void {
    const now = this.now();
    const today = new Date(now).setUTCHours(hour, 0, 0, 0);
    this.advance(today - now + (today > now ? 0 : DAY));
  }

  override now(): number {
    return Date.now() + this.offset;
  }

  override monotonic(): number {
    return performance.now() + this.offset;
  }
}
