// What follows the numbers is ignored, so a pre-release equals its release; every repetition is bounded (SEC-IN-16).
const VERSION = /^[ \t]*[vV]?([0-9]{1,18}(?:\.[0-9]{1,18}){0,7})(?:$|[-+ (])/;

/** The 1-8 numbers an app version begins with (JFW-VER-05), or null when it does not parse. Of any size, hence bigint. */
export function parseAppVersion(text: string): readonly bigint[] | null {
  const numbers = VERSION.exec(text)?.[1];
  return numbers === undefined ? null : numbers.split('.').map((number) => BigInt(number));
}

/** Whether version `a` is below (-1), equal to (0) or above (1) `b`; missing numbers count as 0 (JFW-VER-05, -07). */
export function compareAppVersions(a: readonly bigint[], b: readonly bigint[]): -1 | 0 | 1 {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const left = a[i] ?? 0n;
    const right = b[i] ?? 0n;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
