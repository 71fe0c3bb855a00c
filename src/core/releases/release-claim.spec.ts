import { dayOf, osOf } from './release-claim';

describe('osOf', () => {
  it.each([
    ['ios', 'iOS'],
    [' IOS ', 'iOS'],
    ['ANDROID', 'Android'],
    ['Windows', 'Other'],
    ['iOS 18', 'Other'],
    ['', 'Other'],
  ])('%j is %s', (text, system) => {
    expect(osOf(text)).toBe(system);
  });
});

describe('dayOf', () => {
  it('is the day in UTC, as a number', () => {
    expect(dayOf(Date.UTC(2026, 2, 1, 23, 59, 59, 999))).toBe(20_260_301);
    expect(dayOf(Date.UTC(2026, 2, 2))).toBe(20_260_302);
  });
});
