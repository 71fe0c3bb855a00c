import { FakeGateway, refusal } from '../test/fake-gateway.ts';
import { eventsOf, newClient } from '../test/new-client.ts';
import type { BrandgateClient } from './brandgate-client.ts';
import { BrandgateError } from './brandgate-error.ts';
import { KeyPair } from './key-pair.ts';
import { MemoryStorage } from './memory-storage.ts';

const ADA = { username: 'ada', password: 'tidal lantern quarry' };
const DAY_MS = 86_400_000;

describe('keeping the keys good', () => {
  let gateway: FakeGateway;
  let storage: MemoryStorage;
  let client: BrandgateClient;
  let events: string[];
  beforeEach(async () => {
    gateway = new FakeGateway();
    storage = new MemoryStorage();
    client = newClient(gateway, { storage });
    await client.signIn(ADA);
    events = eventsOf(client);
  });
  const stored = async () => KeyPair.parse((await storage.load()) ?? '')?.refreshAuthKey ?? null;
  const failureOf = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (error) {
      return error instanceof BrandgateError ? error.code : (error as Error).name;
    }
    return 'none';
  };
  /** The Auth Keys of the calls that were no refresh and no sign-in. */
  const keysSent = (path = 'users/me') => gateway.requestsTo(path).map(({ headers }) => headers['Auth-Key']);
  /** A gateway whose clock is ahead of the client's: the client does not see an Auth Key run out. */
  const blind = () => newClient(gateway, { storage, now: () => 0 });

  describe('before its time', () => {
    it('uses a key up to a minute before its end, then renews it first', async () => {
      gateway.now += DAY_MS - 60_001;
      await client.me();
      gateway.now += 1;
      await client.me();
      expect(keysSent()).toEqual(['bgk_0-0', 'bgk_0-1']);
      expect(events).toEqual(['refreshed ada']);
    });

    it('or as long before as the app wants', async () => {
      const early = newClient(gateway, { storage, refreshAheadMs: DAY_MS / 2 });
      gateway.now += DAY_MS / 2;
      expect(await early.authKey()).toBe('bgk_0-1');
    });

    it('names the device, no Auth Key and no more than the refresh key', async () => {
      gateway.now += DAY_MS;
      await client.me();
      const [refresh] = gateway.refreshes;
      expect(refresh!.body).toEqual({ refreshAuthKey: 'bgr_0-0' });
      expect(Object.keys(refresh!.headers)).not.toContain('Auth-Key');
      expect(refresh!.headers['X-Device-Code']).toBe('phone-1');
    });

    it('goes on with the old key while it is good, and does not ask again at once', async () => {
      gateway.now += DAY_MS - 30_000;
      gateway.faultOf = ({ path }) => (path.includes('refresh') ? 'lost request' : undefined);
      await client.me();
      await client.me();
      expect([keysSent(), gateway.refreshes]).toEqual([['bgk_0-0', 'bgk_0-0'], []]);
      gateway.faultOf = () => undefined;
      gateway.now += 9_999;
      await client.me();
      gateway.now += 1;
      await client.me();
      expect(keysSent().slice(2)).toEqual(['bgk_0-0', 'bgk_0-1']);
    });

    it('even when the lost answer had renewed it', async () => {
      gateway.now += DAY_MS - 30_000;
      gateway.faultOf = ({ path }) =>
        path.includes('refresh') && gateway.refreshes.length < 4 ? 'lost answer' : undefined;
      expect(await client.me()).toMatchObject({ id: 'ada' });
      expect([keysSent(), gateway.thefts]).toEqual([['bgk_0-0', 'bgk_0-1'], 0]);
    });

    it('tells what went wrong once the key is over', async () => {
      gateway.now += DAY_MS;
      gateway.faultOf = () => 'lost request';
      expect(await failureOf(client.me())).toBe('NetworkError');
      expect(await failureOf(client.authKey())).toBe('NetworkError');
    });

    it('leaves it to the gateway when the clock cannot be right', async () => {
      const ahead = newClient(gateway, { storage, now: () => gateway.now + 2 * DAY_MS });
      for (let call = 0; call < 5; call += 1) await ahead.me();
      expect(gateway.refreshes).toHaveLength(1);
      gateway.now += DAY_MS;
      await ahead.me();
      expect(gateway.refreshes).toHaveLength(2);
    });

    it('or keys live shorter than it looks ahead', async () => {
      gateway.authKeyLifetimeMs = 60_000;
      gateway.now += DAY_MS;
      for (let call = 0; call < 5; call += 1) await client.me();
      expect(gateway.refreshes).toHaveLength(1);
    });
  });

  describe('when the gateway refuses the key', () => {
    it.each([
      ['AuthKeyExpired', () => (gateway.now += DAY_MS)],
      ['AuthKeyInvalid', () => newClient(gateway, { storage: new MemoryStorage() })],
    ])('JFW-KEY-07: %s: renews it and repeats the call', async (code, happen) => {
      happen();
      if (code === 'AuthKeyInvalid')
        gateway.faultOf = () => (gateway.received.length === 1 ? refusal(401, code) : undefined);
      expect(await blind().request('GET', 'users/me')).toMatchObject({ id: 'ada' });
      expect(keysSent()).toEqual(['bgk_0-0', 'bgk_0-1']);
    });

    it('repeats a call once after a refresh, whatever happens', async () => {
      gateway.faultOf = ({ path }) => (path === 'users/me' ? refusal(401, 'AuthKeyInvalid') : undefined);
      expect(await failureOf(client.me())).toBe('AuthKeyInvalid');
      expect([keysSent(), gateway.refreshes.length]).toEqual([['bgk_0-0', 'bgk_0-1'], 1]);
    });

    it.each(['UserCredentialsIncorrect', 'AuthKeyRequired', 'OtpRequired'])('does not refresh for %s', async (code) => {
      gateway.faultOf = () => refusal(401, code);
      expect([await failureOf(client.me()), gateway.refreshes]).toEqual([code, []]);
    });

    it.each([true, false])('50 calls make one refresh (client sees the clock: %p)', async (seesClock) => {
      gateway.now += DAY_MS;
      const caller = seesClock ? client : blind();
      const answers = await Promise.all(Array.from({ length: 50 }, () => caller.me()));
      expect(new Set(answers.map(({ id }) => id))).toEqual(new Set(['ada']));
      expect(gateway.refreshes).toHaveLength(1);
      await caller.me();
      expect(gateway.refreshes).toHaveLength(1);
    });

    it('or another service, that takes Auth Keys, does', async () => {
      const key = (await client.authKey())!;
      expect(await client.authKey({ refused: 'another' })).toBe(key);
      expect(await client.authKey({ refused: key })).toBe('bgk_0-1');
      expect(await client.authKey({ refused: key })).toBe('bgk_0-1');
      gateway.faultOf = () => refusal(429, 'RateLimitExceeded');
      expect(await failureOf(client.authKey({ refused: 'bgk_0-1' }))).toBe('RateLimitExceeded');
    });

    it('a caller who gives up leaves the refresh to the others', async () => {
      gateway.now += DAY_MS;
      const caller = new AbortController();
      let answer = (): void => undefined;
      gateway.travel = () => new Promise((resolve) => (answer = resolve));
      const impatient = failureOf(client.me({ signal: caller.signal }));
      const patient = client.me();
      await new Promise(setImmediate);
      caller.abort();
      expect(await impatient).toBe('AbortedError');
      gateway.travel = () => Promise.resolve();
      answer();
      expect(await patient).toMatchObject({ id: 'ada' });
      expect(gateway.refreshes).toHaveLength(1);
    });

    it('so does one who gave up before', async () => {
      gateway.now += DAY_MS;
      gateway.travel = () => new Promise(() => undefined);
      const hasty = newClient(gateway, { storage, timeoutMs: 5, refreshRetry: { tries: 1 } });
      expect(await failureOf(hasty.authKey({ signal: AbortSignal.abort() }))).toBe('AbortedError');
    });
  });

  describe('when a refresh brings no answer', () => {
    beforeEach(() => {
      gateway.now += DAY_MS;
    });

    it.each([
      ['the answer was lost', 'lost answer'],
      ['the request was lost', 'lost request'],
      ['503', refusal(503, 'ServiceUnavailable')],
      ['a proxy’s 502', { status: 502, body: '<html>' }],
    ] as const)('JFW-REF-04 row 5: asks again with the same key: %s', async (_, fault) => {
      let refreshes = 0;
      gateway.faultOf = ({ path }) => (path.includes('refresh') && (refreshes += 1) === 1 ? fault : undefined);
      expect(await client.me()).toMatchObject({ id: 'ada' });
      expect([refreshes, new Set(gateway.refreshes.map(({ body }) => body['refreshAuthKey']))]).toEqual([
        2,
        new Set(['bgr_0-0']),
      ]);
      expect([gateway.thefts, await stored(), events]).toEqual([0, 'bgr_0-1', ['refreshed ada']]);
    });

    it('four times, then hands the error on and keeps the keys', async () => {
      gateway.faultOf = () => refusal(503, 'ServiceUnavailable');
      expect([await failureOf(client.me()), gateway.refreshes.length]).toEqual(['ServiceUnavailable', 4]);
      expect([await stored(), await client.isSignedIn(), events]).toEqual(['bgr_0-0', true, []]);
      gateway.faultOf = () => undefined;
      expect(await client.me()).toMatchObject({ id: 'ada' });
    });

    it('not again when the gateway asks for patience, and hands on how long', async () => {
      gateway.answerHeaders.set('retry-after', '30');
      gateway.faultOf = () => refusal(429, 'RateLimitExceeded');
      await expect(client.me()).rejects.toMatchObject({ code: 'RateLimitExceeded', retryAfter: 30 });
      expect([gateway.refreshes.length, await stored(), events]).toEqual([1, 'bgr_0-0', []]);
    });

    it('JFW-REF-04 row 6, JFW-REF-05: an answer lost 30 days ago, whose Auth Key is over by now', async () => {
      gateway.faultOf = ({ path }) => (path.includes('refresh') ? 'lost answer' : undefined);
      expect(await failureOf(client.me())).toBe('NetworkError');
      gateway.faultOf = () => undefined;
      gateway.now += 30 * DAY_MS;
      expect(await newClient(gateway, { storage }).me()).toMatchObject({ id: 'ada' });
      expect([keysSent(), gateway.thefts]).toEqual([['bgk_0-2'], 0]);
    });
  });

  describe('when the session is over', () => {
    beforeEach(() => {
      gateway.now += DAY_MS;
    });

    it.each(['RefreshAuthKeyInvalid', 'RefreshAuthKeyReused'])('%s: wipes the keys and tells it once', async (code) => {
      gateway.faultOf = ({ path }) => (path.includes('refresh') ? refusal(401, code) : undefined);
      const failures = await Promise.all([failureOf(client.me()), failureOf(client.me()), failureOf(client.authKey())]);
      expect(failures).toEqual([code, code, code]);
      expect([await storage.load(), await client.isSignedIn(), events]).toEqual([
        null,
        false,
        [`signedOut ada ${code}`],
      ]);
      expect(await failureOf(client.me())).toBe('AuthKeyRequired');
      expect(gateway.refreshes).toHaveLength(1);
    });

    it.each(['UserLocked', 'UserSuspended', 'UserInactive', 'BrandInactive'])(
      'JFW-KEY-09: %s blocks while it lasts and wipes nothing',
      async (code) => {
        gateway.blockedBy = code;
        expect([await failureOf(client.me()), await stored(), events]).toEqual([code, 'bgr_0-0', []]);
        gateway.blockedBy = null;
        expect(await client.me()).toMatchObject({ id: 'ada' });
      },
    );

    it.each([
      [405, 'DeviceRejected'],
      [426, 'AppVersionUnsupported'],
      [400, 'RequestInvalid'],
      [404, 'BrandNotFound'],
      [500, 'InternalError'],
    ])('neither does %d %s', async (status, code) => {
      gateway.faultOf = ({ path }) => (path.includes('refresh') ? refusal(status, code) : undefined);
      expect([await failureOf(client.me()), await stored(), events]).toEqual([code, 'bgr_0-0', []]);
    });

    it('nor an answer that is no pair', async () => {
      gateway.faultOf = ({ path }) =>
        path.includes('refresh')
          ? { status: 200, body: '{"success":true,"message":"","data":{},"errors":[]}' }
          : undefined;
      expect([await failureOf(client.me()), await stored()]).toEqual(['UnreadableAnswerError', 'bgr_0-0']);
    });
  });

  describe('the storage', () => {
    beforeEach(() => {
      gateway.now += DAY_MS;
    });

    it('has the new pair before it is used', async () => {
      const seen: (string | null)[] = [];
      gateway.faultOf = ({ path }) => {
        if (path === 'users/me') void stored().then((key) => seen.push(key));
        return undefined;
      };
      await client.me();
      expect(seen).toEqual(['bgr_0-1']);
    });

    it('that fails to save leaves the old pair in use, which is asked for again', async () => {
      const save = storage.save.bind(storage);
      storage.save = () => Promise.reject(new RangeError('full'));
      expect([await failureOf(client.me()), events]).toEqual(['StorageError', []]);
      storage.save = save;
      expect(await client.me()).toMatchObject({ id: 'ada' });
      expect([keysSent(), gateway.thefts]).toEqual([['bgk_0-1'], 0]);
    });

    it('that cannot be read lets nothing be refreshed: another client may have used the key up', async () => {
      storage.load = () => Promise.reject(new RangeError('locked'));
      expect([await failureOf(client.me()), gateway.refreshes]).toEqual(['StorageError', []]);
    });
  });
});
