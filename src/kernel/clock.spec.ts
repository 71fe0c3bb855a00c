import { SystemClock } from './clock';

describe('SystemClock (REL-09)', () => {
  it('gives whole epoch milliseconds', () => {
    const now = new SystemClock().now();
    expect(Number.isSafeInteger(now)).toBe(true);
    expect(now).toBeGreaterThan(1_700_000_000_000);
  });

  it('never goes back on the monotonic scale', () => {
    const clock = new SystemClock();
    let previous = clock.monotonic();
    for (let i = 0; i < 1_000; i += 1) {
      const current = clock.monotonic();
      expect(current).toBeGreaterThanOrEqual(previous);
      previous = current;
    }
  });
});
