import { hashSync } from 'bcryptjs';
import { Clock } from '../clock';
import { HashPool, type HashPoolOptions, type VerifyJob } from './hash-pool';
import { HashPoolBusyError } from './hash-pool-busy-error';

const HASH = hashSync('secret', 4);
const verify = (text: string, hash: string | null = HASH): VerifyJob => ({ type: 'verify', text, hash, dummies: [] });

class ManualClock extends Clock {
  at = 1;

  override now(): number {
    return this.at;
  }

  override monotonic(): number {
    return this.at;
  }
}

describe('HashPool (SEC-PW-01)', () => {
  const pools: HashPool[] = [];
  const open = (options: HashPoolOptions = {}): HashPool => {
    const pool = new HashPool({ threads: 1, ...options });
    pools.push(pool);
    return pool;
  };
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close()));
  });

  it('hashes and verifies in a worker', async () => {
    const pool = open();
    const hash = await pool.run({ type: 'hash', text: 'secret', cost: 4 }, { brandId: 1 });
    expect(hash).toMatch(/^\$2b\$04\$.{53}$/);
    expect(await pool.run(verify('secret', hash), { brandId: 1 })).toBe(true);
    expect(await pool.run(verify('Secret', hash), { brandId: 1 })).toBe(false);
  });

  it.each([null, '', 'garbage', '$2b$99$' + 'a'.repeat(53), '$9z$04$' + 'a'.repeat(53)])(
    'takes the stored text %j for a wrong password (SEC-PW-05)',
    async (hash) => {
      expect(await open().run({ ...verify('secret', hash), dummies: ['garbage', HASH] }, { brandId: 1 })).toBe(false);
    },
  );

  it('never lets a dummy decide (SEC-PW-05)', async () => {
    expect(await open().run({ ...verify('secret', null), dummies: [HASH] }, { brandId: 1 })).toBe(false);
  });

  it('what its threads take to start is expected of no job', async () => {
    const clock = new ManualClock();
    const pool = open({ clock, maxWaitMs: 2_000 });
    const start = pool.warmUp();
    clock.at += 60_000;
    await start;
    const burst = Array.from({ length: 10 }, () => pool.run(verify('secret'), { brandId: 1 }));
    expect(await Promise.all(burst)).toEqual(Array(10).fill(true));
  });

  it('refuses what finds the queue full, with Retry-After', async () => {
    const pool = open({ maxQueue: 2 });
    const taken = [1, 2, 3].map((brandId) => pool.run(verify('secret'), { brandId }));
    const refused = await pool.run(verify('secret'), { brandId: 4 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HashPoolBusyError);
    expect(refused).toMatchObject({ retryAfterSeconds: 1 });
    expect(await Promise.all(taken)).toEqual([true, true, true]);
  });

  it('refuses a job whose expected wait is over the limit', async () => {
    const clock = new ManualClock();
    const pool = open({ clock, maxWaitMs: 2_000 });
    const first = pool.run(verify('secret'), { brandId: 1 });
    clock.at += 3_000; // the only job so far took 3 s
    await first;
    const running = pool.run(verify('secret'), { brandId: 1 });
    const second = pool.run(verify('secret'), { brandId: 1 }); // half a job ahead: 1.5 s
    await expect(pool.run(verify('secret'), { brandId: 1 })).rejects.toMatchObject({ retryAfterSeconds: 5 });
    expect(await Promise.all([running, second])).toEqual([true, true]);
  });

  it('does not hash for somebody who has waited too long', async () => {
    const clock = new ManualClock();
    const pool = open({ clock, maxWaitMs: 2_000 });
    const first = pool.run(verify('secret'), { brandId: 1 });
    const late = pool.run(verify('secret'), { brandId: 1 });
    clock.at += 2_001;
    await expect(late).rejects.toBeInstanceOf(HashPoolBusyError);
    expect(await first).toBe(true);
  });

  it('drops a waiting job whose caller has gone, and refuses one that had gone before', async () => {
    const pool = open();
    const gone = new AbortController();
    const first = pool.run(verify('secret'), { brandId: 1, signal: gone.signal });
    const second = pool.run(verify('secret'), { brandId: 1, signal: gone.signal });
    gone.abort(new TypeError('caller gone'));
    await expect(second).rejects.toThrow('caller gone');
    await expect(pool.run(verify('secret'), { brandId: 1, signal: gone.signal })).rejects.toThrow('caller gone');
    expect(await first).toBe(true);
  });

  it('serves brands in turn', async () => {
    const pool = open();
    const order: string[] = [];
    const note = (brandId: number, name: string): Promise<unknown> =>
      pool.run(verify('secret'), { brandId }).then(() => order.push(name));
    await Promise.all([note(1, 'a1'), note(1, 'a2'), note(1, 'a3'), note(1, 'a4'), note(2, 'b1')]);
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  });

  it('lets no brand hold more than half of the queue while others wait', async () => {
    const pool = open({ maxQueue: 4 });
    const outcomes = (brandId: number, count: number): Promise<string>[] =>
      Array.from({ length: count }, () => pool.run(verify('secret'), { brandId }).then(String, () => 'busy'));
    const first = outcomes(1, 5); // one runs, four fill the queue
    const second = outcomes(2, 3); // two displace the newest of brand 1, which then holds half; the third finds it full
    const more = outcomes(1, 1); // holds half already
    expect(await Promise.all(first)).toEqual(['true', 'true', 'true', 'busy', 'busy']);
    expect(await Promise.all(second)).toEqual(['true', 'true', 'busy']);
    expect(await Promise.all(more)).toEqual(['busy']);
  });

  it('refuses what waits when it closes, and everything afterwards', async () => {
    const pool = open();
    const running = pool.run(verify('secret'), { brandId: 1 });
    const waiting = pool.run(verify('secret'), { brandId: 1 }).catch((error: unknown) => error);
    await pool.close();
    expect(await running).toBe(true);
    expect(await waiting).toBeInstanceOf(HashPoolBusyError);
    await expect(pool.run(verify('secret'), { brandId: 1 })).rejects.toBeInstanceOf(HashPoolBusyError);
  });
});
