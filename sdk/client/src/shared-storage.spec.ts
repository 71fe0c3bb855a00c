import { FakeGateway } from '../test/fake-gateway.ts';
import { eventsOf, newClient } from '../test/new-client.ts';
import type { BrandgateClient } from './brandgate-client.ts';
import { KeyPair } from './key-pair.ts';
import { MemoryStorage } from './memory-storage.ts';

const ADA = { username: 'ada', password: 'tidal lantern quarry' };
const BOB = { username: 'bob', password: 'x' };
const DAY_MS = 86_400_000;

describe('two clients on one storage', () => {
  let gateway: FakeGateway;
  let storage: MemoryStorage;
  let a: BrandgateClient;
  let b: BrandgateClient;
  let eventsOfB: string[];
  beforeEach(async () => {
    gateway = new FakeGateway();
    storage = new MemoryStorage();
    a = newClient(gateway, { storage });
    b = newClient(gateway, { storage });
    await a.signIn(ADA);
    await b.me();
    eventsOfB = eventsOf(b);
  });
  const stored = async () => KeyPair.parse((await storage.load()) ?? '')?.refreshAuthKey ?? null;
  const nameOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => (error as Error).name,
    );

  it('the second takes over what the first has renewed, and refreshes nothing', async () => {
    gateway.now += DAY_MS;
    await a.me();
    gateway.now += 120_000;
    expect(await b.me()).toMatchObject({ id: 'ada' });
    expect([gateway.refreshes.length, gateway.thefts, eventsOfB]).toEqual([1, 0, ['refreshed ada']]);
  });

  it('also when it learns from the gateway alone that its key is dead', async () => {
    const early = newClient(gateway, { storage, refreshAheadMs: DAY_MS });
    await early.me();
    gateway.now += 120_000;
    expect(await b.me()).toMatchObject({ id: 'ada' });
    expect([gateway.refreshes.length, gateway.thefts]).toEqual([1, 0]);
  });

  it('takes over, finds that this key is dead as well, and refreshes', async () => {
    const early = newClient(gateway, { storage, refreshAheadMs: DAY_MS });
    await early.me();
    const slow = newClient(gateway, { storage, now: () => 0 });
    const key = await slow.authKey();
    await newClient(gateway, { storage, refreshAheadMs: DAY_MS }).me();
    gateway.now += DAY_MS;
    // `slow` holds a superseded key, the storage a newer one that has run out.
    expect(await slow.me()).toMatchObject({ id: 'ada' });
    expect([key, gateway.requestsTo('users/me').at(-1)?.headers['Auth-Key'], gateway.thefts]).toEqual([
      'bgk_0-1',
      'bgk_0-3',
      0,
    ]);
  });

  it('both at once get one pair', async () => {
    gateway.now += DAY_MS;
    await Promise.all([a.me(), b.me(), a.me(), b.me()]);
    expect([gateway.thefts, await stored()]).toEqual([0, 'bgr_0-1']);
    expect([await a.authKey(), await b.authKey()]).toEqual(['bgk_0-1', 'bgk_0-1']);
  });

  it('a failed refresh ends in the pair that the other one got meanwhile', async () => {
    gateway.now += DAY_MS;
    let failed = 0;
    const offline = newClient(gateway, {
      storage,
      fetch: async (url, init) => {
        if (!url.includes('refresh')) return gateway.fetch(url, init);
        failed += 1;
        await a.me();
        throw new TypeError('fetch failed');
      },
    });
    expect(await offline.me()).toMatchObject({ id: 'ada' });
    expect([failed, gateway.refreshes.length]).toEqual([1, 1]);
  });

  it('a refused refresh as well', async () => {
    gateway.now += DAY_MS;
    let answer = (): void => undefined;
    const late = newClient(gateway, {
      storage,
      fetch: async (url, init) => {
        if (url.includes('refresh')) await new Promise<void>((resolve) => (answer = resolve));
        return gateway.fetch(url, init);
      },
    });
    const call = late.me();
    await new Promise(setImmediate);
    gateway.revokeAll();
    await a.signIn(ADA);
    answer();
    expect(await call).toMatchObject({ id: 'ada' });
    expect([await stored(), gateway.refreshes.length]).toEqual(['bgr_1-0', 1]);
  });

  it('a lock is held for the refresh; one that cannot be had is told', async () => {
    const log: string[] = [];
    const lock = async <T>(work: () => Promise<T>): Promise<T> => {
      log.push('locked');
      return work().finally(() => log.push(`unlocked after ${gateway.refreshes.length}`));
    };
    const methods = {
      load: () => storage.load(),
      save: (text: string) => storage.save(text),
      clear: () => storage.clear(),
    };
    gateway.now += DAY_MS;
    await newClient(gateway, { storage: { ...methods, lock } }).me();
    expect(log).toEqual(['locked', 'unlocked after 1']);
    gateway.now += DAY_MS;
    const refusing = newClient(gateway, {
      storage: { ...methods, lock: () => Promise.reject(new RangeError('stolen')) },
    });
    await expect(refusing.me()).rejects.toMatchObject({ name: 'StorageError', operation: 'lock' });
    expect(gateway.refreshes).toHaveLength(1);
  });

  it('a late answer does not overwrite a newer pair', async () => {
    gateway.now += DAY_MS;
    let answer = (): void => undefined;
    const late = newClient(gateway, {
      storage,
      fetch: async (url, init) => {
        const result = await gateway.fetch(url, init);
        if (url.includes('refresh')) await new Promise<void>((resolve) => (answer = resolve));
        return result;
      },
    });
    const call = late.me();
    await new Promise(setImmediate);
    await a.me();
    gateway.now += DAY_MS;
    await a.me();
    expect(await stored()).toBe('bgr_0-2');
    answer();
    await call;
    expect([await stored(), gateway.thefts]).toEqual(['bgr_0-2', 0]);
  });

  it('a pair written late all the same is put right by whoever holds the newer one', async () => {
    const old = (await storage.load())!;
    gateway.now += DAY_MS;
    await a.me();
    await storage.save(old);
    gateway.now += DAY_MS;
    gateway.faultOf = () => 'lost request';
    expect([await nameOf(a.me()), await stored()]).toEqual(['NetworkError', 'bgr_0-1']);
    gateway.faultOf = () => undefined;
    await b.me();
    expect([await stored(), gateway.thefts]).toEqual(['bgr_0-2', 0]);
  });

  it('signs out together', async () => {
    await a.signOut();
    expect(await nameOf(b.me())).toBe('BrandgateError');
    expect([eventsOfB, gateway.refreshes, await b.isSignedIn()]).toEqual([['signedOut ada StorageCleared'], [], false]);
  });

  it('an emptied storage signs out, too, and is not filled again', async () => {
    gateway.now += DAY_MS;
    await storage.clear();
    expect(await nameOf(b.me())).toBe('BrandgateError');
    expect([eventsOfB, gateway.refreshes, await storage.load()]).toEqual([['signedOut ada StorageCleared'], [], null]);
  });

  it('nor by the answer of a refresh that was under way', async () => {
    gateway.now += DAY_MS;
    gateway.faultOf = ({ path }) => {
      if (path.includes('refresh')) void storage.clear();
      return undefined;
    };
    expect(await nameOf(b.me())).toBe('BrandgateError');
    expect([eventsOfB, await storage.load()]).toEqual([['signedOut ada StorageCleared'], null]);
  });

  it.each(['before it is sent', 'when it is refused'])(
    'a call of one user is not made for the next: %s',
    async (when) => {
      await a.signIn(BOB);
      if (when === 'before it is sent') gateway.now += DAY_MS;
      else gateway.revokeAll();
      await a.signIn(BOB);
      const before = gateway.requestsTo('users/me').length;
      expect(await nameOf(b.me())).toBe('UserChangedError');
      expect(gateway.requestsTo('users/me').length - before).toBe(when === 'before it is sent' ? 0 : 1);
      expect(eventsOfB).toEqual(['signedOut ada OtherUser', 'signedIn bob storage']);
      expect(await b.me()).toMatchObject({ id: 'bob' });
    },
  );

  it('somebody else’s sign-in on this client is not undone by a refresh under way', async () => {
    gateway.now += DAY_MS;
    let answer = (): void => undefined;
    gateway.travel = (what) =>
      what.startsWith('answer to users/auth/refresh')
        ? new Promise((resolve) => (answer = resolve))
        : Promise.resolve();
    const call = nameOf(b.me());
    await new Promise(setImmediate);
    await b.signIn(BOB);
    answer();
    expect(await call).toBe('UserChangedError');
    expect([(await b.me()).id, await stored()]).toEqual(['bob', 'bgr_1-0']);
  });
});
