import { SingleFlightCache } from './single-flight-cache';

interface Value {
  readonly text: string;
}

/** Loads that end when the test says so. */
class Loads {
  readonly pending: ((value: Value) => void)[] = [];
  count = 0;

  readonly next = (): Promise<Value> => {
    this.count += 1;
    return new Promise((resolve) => this.pending.push(resolve));
  };
}

describe('SingleFlightCache (SEC-REV-04)', () => {
  let cache: SingleFlightCache<string, Value>;
  let loads: Loads;
  beforeEach(() => {
    cache = new SingleFlightCache(10, ({ text }) => text !== 'unknown');
    loads = new Loads();
  });

  const ask = async (text: string) => {
    const asked = cache.get('a', loads.next);
    loads.pending.shift()?.({ text });
    return (await asked).text;
  };

  it('loads once for all who ask meanwhile, and not again', async () => {
    const asked = Promise.all([cache.get('a', loads.next), cache.get('a', loads.next)]);
    loads.pending.shift()?.({ text: 'one' });
    expect(await asked).toEqual([{ text: 'one' }, { text: 'one' }]);
    expect([await ask('two'), loads.count]).toEqual(['one', 1]);
  });

  it.each([
    ['clear', () => cache.clear()],
    ['forget', () => cache.forget(({ text }) => text === 'nothing that is kept')],
  ])('%s: a load under way is answered and not kept, and nobody joins it any more', async (_, drop) => {
    const early = cache.get('a', loads.next);
    drop();
    const late = cache.get('a', loads.next);
    loads.pending.pop()?.({ text: 'new' });
    expect(await late).toEqual({ text: 'new' });
    loads.pending.pop()?.({ text: 'old' });
    expect(await early).toEqual({ text: 'old' });
    expect([cache.peek('a'), loads.count]).toEqual([{ text: 'new' }, 2]);
  });

  it('forget drops what it is asked to, and that alone', async () => {
    await ask('one');
    cache.forget(({ text }) => text === 'two');
    expect(cache.peek('a')).toEqual({ text: 'one' });
    cache.forget(({ text }) => text === 'one');
    expect(cache.peek('a')).toBeUndefined();
  });

  it('does not keep what it is told not to', async () => {
    expect([await ask('unknown'), cache.peek('a'), await ask('known'), cache.peek('a')]).toEqual([
      'unknown',
      undefined,
      'known',
      { text: 'known' },
    ]);
  });

  it('keeps nothing of a load that failed', async () => {
    await expect(cache.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await ask('one')).toBe('one');
  });
});
