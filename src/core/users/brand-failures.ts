import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { BrandId } from '../../kernel/ids';

const WINDOW_MS = 60_000;
/** However quiet a brand usually is, this many failures a minute are no flood. */
const FLOOR = 300;
const TIMES_USUAL = 20;
/** How much a new minute moves the usual rate. */
const WEIGHT = 0.1;

interface Minute {
  endsAt: number;
  failures: number;
  /** Failures in an ordinary minute, a moving average. */
  usual: number;
}

/**
 * Failed sign-ins of a whole brand by the minute: passwords sprayed over many accounts from many addresses meet no
 * other counter (SEC-BF, row "brand"). Kept per node; a flood that spreads over nodes meets each of them.
 */
@Injectable()
export class BrandFailures {
  private readonly minutes = new Map<BrandId, Minute>();

  constructor(private readonly clock: Clock) {}

  note(brandId: BrandId): void {
    this.current(brandId).failures += 1;
  }

  /** Whole seconds to wait, or null while the brand takes sign-ins from devices it does not know. */
  waitSeconds(brandId: BrandId): number | null {
    const minute = this.current(brandId);
    const limit = Math.max(FLOOR, TIMES_USUAL * minute.usual);
    if (minute.failures < limit) return null;
    return Math.max(1, Math.ceil((minute.endsAt - this.clock.monotonic()) / 1_000));
  }

  private current(brandId: BrandId): Minute {
    const now = this.clock.monotonic();
    let minute = this.minutes.get(brandId);
    if (minute === undefined) {
      minute = { endsAt: now + WINDOW_MS, failures: 0, usual: 0 };
      this.minutes.set(brandId, minute);
    }
    if (minute.endsAt <= now) {
      // A flood must not become what is usual, so a minute counts for no more than its limit's twentieth.
      const counted = Math.min(minute.failures, Math.max(FLOOR / TIMES_USUAL, 2 * minute.usual));
      minute.usual += WEIGHT * (counted - minute.usual);
      minute.failures = 0;
      minute.endsAt = now + WINDOW_MS;
    }
    return minute;
  }
}
