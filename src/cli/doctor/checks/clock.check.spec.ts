import { skewOf } from './clock.check';

describe('skew of a clock', () => {
  it.each([
    [1_000, 990, 1_010, 0],
    [1_010, 990, 1_010, 0],
    [7_010, 990, 1_010, 6_000],
    [500, 990, 1_010, 490],
  ])('REL-09: %i asked for between %i and %i is %i ms off', (theirs, before, after, skew) => {
    expect(skewOf(theirs, before, after)).toBe(skew);
  });
});
