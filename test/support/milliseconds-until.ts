const PATIENCE_MS = 3_000;

/** Milliseconds until something is so; infinite when it does not become so within three seconds. */
export async function millisecondsUntil(isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    if (await isSo()) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Number.POSITIVE_INFINITY;
}
