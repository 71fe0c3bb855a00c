const PATIENCE_MS = 3_000;
const PAUSE_MS = 5;

/**
 * How long something went on not being so: the milliseconds until the last question began that was answered "no". What a
 * busy machine takes to ask again, and to answer, is not counted: a bound holds for what begins after it (docs/security.md,
 * I3). Infinite when it is not so after three seconds.
 */
export async function millisecondsUntil(isSo: () => boolean | Promise<boolean>, pauseMs = PAUSE_MS): Promise<number> {
  const began = performance.now();
  for (let last = 0; ;) {
    const asked = performance.now() - began;
    if (await isSo()) return last;
    if (asked > PATIENCE_MS) return Number.POSITIVE_INFINITY;
    last = asked;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
