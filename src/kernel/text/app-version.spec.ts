import { compareAppVersions, parseAppVersion } from './app-version';

const compare = (a: string, b: string): number | null => {
  const left = parseAppVersion(a);
  const right = parseAppVersion(b);
  return left === null || right === null ? null : compareAppVersions(left, right);
};

describe('app versions (JFW-VER-05)', () => {
  it.each([
    ['1.9.0', '1.10.0', -1],
    ['2', '2.0.0', 0],
    ['2.0', '2.0.0.1', -1],
    ['v2.1.0', '2.1.0', 0],
    ['2.1.0-beta.3', '2.1.0', 0],
    ['2.1.0+451', '2.1.0', 0],
    ['2.1.0 (451)', '2.1.0', 0],
    ['10.0', '9.9.9', 1],
    ['01.002', '1.2', 0],
    ['20251019123', '20251019122', 1],
    ['1.0.4', '1.0.5', -1],
  ])('vector of JFW-VER-07: %j against %j is %i', (a, b, outcome) => {
    expect(compare(a, b)).toBe(outcome);
    expect(compare(b, a)).toBe(outcome === 0 ? 0 : -outcome);
  });

  it.each(['dev', '1.x', '1..2', '-1', '1,5', '2.1.0rc1', '1.2.3.4.5.6.7.8.9'])(
    'vector of JFW-VER-07: %j does not parse',
    (text) => {
      expect(parseAppVersion(text)).toBeNull();
    },
  );

  it.each(['', ' ', 'v', '.1', '1.', '1'.repeat(19), '１', '1\n', 'vv1'])('does not parse %j', (text) => {
    expect(parseAppVersion(text)).toBeNull();
  });

  it('takes blanks, V, eight numbers and 18 digits', () => {
    expect(parseAppVersion('  V1.2(3')).toEqual([1n, 2n]);
    expect(parseAppVersion('1.2.3.4.5.6.7.8')).toHaveLength(8);
    expect(compare('999999999999999999', '999999999999999998')).toBe(1);
  });

  it('is linear (SEC-IN-16)', () => {
    const started = performance.now();
    for (const text of [' '.repeat(50_000), '1.'.repeat(25_000), '1'.repeat(50_000)]) parseAppVersion(text);
    expect(performance.now() - started).toBeLessThan(50);
  });
});
