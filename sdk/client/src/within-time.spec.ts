import { Platform } from './platform.ts';
import { withinTime } from './within-time.ts';

class CountingPlatform extends Platform {
  running = 0;

  override startTimer(): () => void {
    this.running += 1;
    return () => void (this.running -= 1);
  }
}

describe('withinTime', () => {
  it.each([
    ['done', () => Promise.resolve('done')],
    ['failed', () => Promise.reject(new RangeError('failed'))],
  ])('leaves neither a timer nor a listener behind when the work is %s', async (end, work) => {
    const platform = new CountingPlatform();
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    const result = await withinTime(platform, { timeoutMs: 60_000, signal }, work).catch((error: unknown) => error);
    expect(result instanceof Error ? result.message : result).toBe(end);
    expect([platform.running, added.mock.calls.length]).toEqual([0, 1]);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });
});
