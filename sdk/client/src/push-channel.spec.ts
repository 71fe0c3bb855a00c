import { FakeGateway, type Fault, type Received, refusal } from '../test/fake-gateway.ts';
import { eventsOf, newClient } from '../test/new-client.ts';
import type { BrandgateClient } from './brandgate-client.ts';
import { InvalidOptionError } from './invalid-option-error.ts';
import { MemoryStorage } from './memory-storage.ts';
import { NetworkError } from './network-error.ts';

const ADA = { username: 'ada', password: 'tidal lantern quarry' };
const DAY_MS = 86_400_000;
const TOKEN = 'devices/refresh-token';

describe('registering a push token', () => {
  let gateway: FakeGateway;
  let client: BrandgateClient;
  beforeEach(() => {
    gateway = new FakeGateway();
    client = newClient(gateway);
  });
  const last = () => gateway.received.at(-1)!;

  it('JFW-TOK-10: tells the gateway at once', async () => {
    await client.signIn(ADA);
    expect(await client.registerPushToken('abc:def')).toBe('registered');
    expect([last().method, last().path, last().body]).toEqual(['POST', TOKEN, { newToken: 'abc:def' }]);
    expect(last().headers).toMatchObject({
      ...{ 'Auth-Key': 'bgk_0-0', 'X-Device-Code': 'phone-1', 'X-Device-Token': 'abc:def' },
    });
  });

  it('JFW-TOK-05: says that a newer sign-in of another user keeps it', async () => {
    await client.signIn(ADA);
    gateway.keepsPushToken = true;
    expect(await client.registerPushToken('abc:def')).toBe('keptByAnother');
  });

  it('waits for a sign-in, which brings it', async () => {
    expect([await client.registerPushToken('abc:def'), gateway.received]).toEqual(['withNextSignIn', []]);
    await client.signIn(ADA);
    expect(last().headers['X-Device-Token']).toBe('abc:def');
  });

  it('renews a key that has run out before', async () => {
    await client.signIn(ADA);
    gateway.now += DAY_MS;
    expect(await client.registerPushToken('abc:def')).toBe('registered');
    expect(gateway.requestsTo(TOKEN).map(({ headers }) => headers['Auth-Key'])).toEqual(['bgk_0-1']);
  });

  it('has lost nothing when it fails', async () => {
    await client.signIn(ADA);
    gateway.faultOf = ({ path }) => (path === TOKEN ? 'lost request' : undefined);
    await expect(client.registerPushToken('abc:def')).rejects.toThrow(NetworkError);
    await client.me();
    expect(last().headers['X-Device-Token']).toBe('abc:def');
  });

  it('ends with the caller’s patience, in a refresh too', async () => {
    const hasty = newClient(gateway, { timeoutMs: 50, refreshRetry: { tries: 1 } });
    await hasty.signIn(ADA);
    gateway.travel = () => new Promise(() => undefined);
    await expect(hasty.registerPushToken('abc:def', { timeoutMs: 5 })).rejects.toMatchObject({ timeoutMs: 5 });
    gateway.now += DAY_MS;
    const given = hasty.registerPushToken('abc:def', { signal: AbortSignal.abort() });
    await expect(given).rejects.toMatchObject({ name: 'AbortedError' });
  });

  it('JFW-HDR-06: refuses what can be none, and a client that knows no device', async () => {
    await client.signIn(ADA);
    await expect(client.registerPushToken('no good')).rejects.toThrow(InvalidOptionError);
    const nowhere = newClient(gateway, { device: undefined });
    await expect(nowhere.registerPushToken('abc:def')).rejects.toThrow(InvalidOptionError);
    expect(gateway.requestsTo(TOKEN)).toEqual([]);
  });
});

describe('a push message', () => {
  const ID = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
  const MESSAGE = { brandgateDelivery: ID, title: 'Hello' };
  const FAREWELL = { brandgateDelivery: ID, brandgateEvent: 'session.revoked' };
  let gateway: FakeGateway;
  let storage: MemoryStorage;
  let client: BrandgateClient;
  let events: string[];
  beforeEach(async () => {
    gateway = new FakeGateway();
    gateway.deliveries.add(ID);
    storage = new MemoryStorage();
    client = newClient(gateway, { storage });
    await client.signIn(ADA);
    events = eventsOf(client);
  });
  const sent = () => gateway.received.slice(1).map(({ path }) => path);
  const on = (path: string, fault: Fault) => (request: Received) => (request.path === path ? fault : undefined);

  it.each([
    ...[undefined, null, 'text', 7, [], {}, { brandgateEvent: 'session.revoked' }],
    ...['', 'a b', '../users', 'x'.repeat(65), 7, null, { id: ID }].map((brandgateDelivery) => {
      return { ...FAREWELL, brandgateDelivery };
    }),
  ])('%j is not the gateway’s: asks nobody', async (data) => {
    expect(await client.handlePush(data)).toEqual({ kind: 'notOurs', isConfirmed: false, isSignedOut: false });
    expect(sent()).toEqual([]);
  });

  it.each([undefined, 'session.begun', 7])(
    'is confirmed, by nobody in particular (event %p)',
    async (brandgateEvent) => {
      const handled = await client.handlePush({ ...MESSAGE, brandgateEvent });
      expect(handled).toEqual({ kind: 'message', isConfirmed: true, isSignedOut: false });
      const { method, body, headers } = gateway.received.at(-1)!;
      expect([sent(), method, body]).toEqual([['push-receipts'], 'POST', { deliveryId: ID }]);
      expect([headers['Brand-URL'], headers['Auth-Key']]).toEqual(['a.example', undefined]);
    },
  );

  it('that the gateway does not know is not confirmed', async () => {
    gateway.deliveries.clear();
    expect(await client.handlePush(MESSAGE)).toMatchObject({ kind: 'message', isConfirmed: false });
  });

  it.each([
    ['no network', 'lost request'],
    ['503', refusal(503, 'ServiceUnavailable')],
    ['a proxy’s 502', { status: 502, body: '<html>' }],
  ] as const)('is confirmed again when no answer comes, three times at most: %s', async (_, fault) => {
    let left = 2;
    let tries = 0;
    gateway.faultOf = () => ((tries += 1), (left -= 1) >= 0 ? fault : undefined);
    expect(await client.handlePush(MESSAGE)).toMatchObject({ isConfirmed: true });
    [left, tries] = [9, 0];
    expect(await client.handlePush(MESSAGE)).toMatchObject({ kind: 'message', isConfirmed: false });
    expect(tries).toBe(3);
  });

  it.each([
    [404, 'RouteNotFound'],
    [429, 'RateLimitExceeded'],
  ])('but not after %d %s', async (status, code) => {
    gateway.faultOf = () => refusal(status, code);
    expect(await client.handlePush(MESSAGE)).toMatchObject({ isConfirmed: false });
    expect(sent()).toEqual(['push-receipts']);
  });

  it.each([
    ['a message', MESSAGE],
    ['a farewell', FAREWELL],
  ])('%s ends with the caller’s patience, between two tries too', async (_, data) => {
    const slow = newClient(gateway, { storage, refreshRetry: { firstDelayMs: 400 } });
    const caller = new AbortController();
    gateway.faultOf = () => 'lost request';
    const handling = slow.handlePush(data, { signal: caller.signal }).catch((error: unknown) => error);
    setTimeout(() => caller.abort(), 5);
    const late = new Promise((resolve) => setTimeout(resolve, 100, 'late'));
    expect(await Promise.race([handling, late])).toMatchObject({ name: 'AbortedError' });
  });

  describe('that is a farewell', () => {
    const ended = { kind: 'farewell', isConfirmed: true, isSignedOut: true };
    const kept = { kind: 'farewell', isConfirmed: true, isSignedOut: false };

    it.each([0, DAY_MS])('ends a session that the gateway has ended (%d ms later)', async (ms) => {
      gateway.revokeAll();
      gateway.now += ms;
      expect(await client.handlePush(FAREWELL)).toEqual(ended);
      expect([await storage.load(), events]).toEqual([null, ['signedOut ada RefreshAuthKeyInvalid']]);
      expect(sent().sort()).toEqual(['push-receipts', 'users/auth/refresh-auth-key', 'users/me']);
    });

    it('ends it once, however often it comes', async () => {
      gateway.revokeAll();
      expect(await Promise.all([client.handlePush(FAREWELL), client.handlePush(FAREWELL)])).toEqual([ended, ended]);
      expect(await client.handlePush(FAREWELL)).toEqual(ended);
      expect(events).toEqual(['signedOut ada RefreshAuthKeyInvalid']);
    });

    it('finds the session in the storage after a restart', async () => {
      gateway.revokeAll();
      expect(await newClient(gateway, { storage }).handlePush(FAREWELL)).toEqual(ended);
      expect(await storage.load()).toBeNull();
    });

    it.each([0, DAY_MS])('ends none that lives: it went astray, or is forged (%d ms later)', async (ms) => {
      gateway.now += ms;
      expect(await client.handlePush(FAREWELL)).toEqual(kept);
      expect([sent().includes('users/me'), await client.isSignedIn()]).toEqual([true, true]);
      expect(events).toEqual(ms === 0 ? [] : ['refreshed ada']);
    });

    it('asks nothing when nobody is signed in', async () => {
      await client.forgetKeys();
      expect([await client.handlePush(FAREWELL), sent()]).toEqual([ended, ['push-receipts']]);
    });

    it.each(['users/me', 'users/auth/refresh-auth-key'])(
      'JFW-DEV-08: believes the 405 of %s, as no other call does',
      async (path) => {
        gateway.now += path === 'users/me' ? 0 : DAY_MS;
        gateway.faultOf = on(path, refusal(405, 'DeviceRejected'));
        await expect(client.me()).rejects.toMatchObject({ code: 'DeviceRejected' });
        expect([await client.handlePush(MESSAGE), await client.isSignedIn()]).toMatchObject([
          { isSignedOut: false },
          true,
        ]);
        expect(await client.handlePush(FAREWELL)).toEqual(ended);
        expect([await storage.load(), events]).toEqual([null, ['signedOut ada DeviceRejected']]);
      },
    );

    it('JFW-DEV-08: but leaves alone whoever signed in on the shared storage meanwhile', async () => {
      await newClient(gateway, { storage }).signIn({ username: 'bob', password: 'x' });
      gateway.faultOf = ({ headers }) =>
        headers['Auth-Key'] === 'bgk_0-0' ? refusal(405, 'DeviceRejected') : undefined;
      expect(await client.handlePush(FAREWELL)).toEqual(kept);
      expect(events).toEqual(['signedOut ada OtherUser', 'signedIn bob storage']);
    });

    it('and whoever did so while the session before had ended', async () => {
      gateway.revokeAll();
      await newClient(gateway, { storage }).signIn({ username: 'bob', password: 'x' });
      expect([await client.handlePush(FAREWELL), await client.me()]).toMatchObject([kept, { id: 'bob' }]);
    });

    it.each([
      ['no network', 'lost request', { name: 'NetworkError' }],
      ['a blocked user', refusal(403, 'UserLocked'), { code: 'UserLocked' }],
      ['a refused version', refusal(426, 'AppVersionUnsupported'), { code: 'AppVersionUnsupported' }],
    ] as const)('keeps the keys and says so while the gateway does not tell: %s', async (_, fault, error) => {
      gateway.revokeAll();
      gateway.faultOf = () => fault;
      await expect(client.handlePush(FAREWELL)).rejects.toMatchObject(error);
      expect([await client.isSignedIn(), events]).toEqual([true, []]);
      gateway.faultOf = () => undefined;
      await expect(client.me()).rejects.toMatchObject({ code: 'RefreshAuthKeyInvalid' });
      expect(events).toEqual(['signedOut ada RefreshAuthKeyInvalid']);
    });

    describe('and the gateway takes no more this version of the app', () => {
      const device = { code: 'phone-1', os: 'iOS', appVersion: '1.0' };
      beforeEach(() => {
        client = newClient(gateway, { storage, device });
        gateway.faultOf = ({ headers, path }) =>
          'X-App-Version-Number' in headers && path !== 'push-receipts'
            ? refusal(426, 'AppVersionUnsupported')
            : undefined;
      });

      it.each([0, DAY_MS])('JFW-VER-02: it ends the session all the same (%d ms later)', async (ms) => {
        await expect(client.me()).rejects.toMatchObject({ code: 'AppVersionUnsupported' });
        gateway.revokeAll();
        gateway.now += ms;
        expect([await client.handlePush(FAREWELL), await storage.load()]).toEqual([ended, null]);
      });

      it.each([0, DAY_MS])('JFW-VER-02: it ends none that lives (%d ms later)', async (ms) => {
        gateway.now += ms;
        expect([await client.handlePush(FAREWELL), await client.isSignedIn()]).toEqual([kept, true]);
      });

      it('JFW-VER-02: also while another call renews the keys in the name of that version', async () => {
        gateway.revokeAll();
        gateway.now += DAY_MS;
        const others = client.me().catch((error: unknown) => error);
        expect(await client.handlePush(FAREWELL)).toEqual(ended);
        expect([await others, await storage.load()]).toMatchObject([{ code: 'AppVersionUnsupported' }, null]);
      });
    });

    it('asks again when no answer comes, three times at most', async () => {
      gateway.revokeAll();
      let tries = 0;
      gateway.faultOf = ({ path }) => (path === 'users/me' && (tries += 1) < 3 ? 'lost answer' : undefined);
      expect([await client.handlePush(FAREWELL), tries]).toEqual([ended, 3]);
      await client.signIn(ADA);
      gateway.faultOf = ({ path }) => (path === 'users/me' && (tries += 1) > 0 ? 'lost answer' : undefined);
      await expect(client.handlePush(FAREWELL)).rejects.toThrow(NetworkError);
      expect(tries).toBe(6);
    });

    it('ends the session although it cannot be confirmed', async () => {
      gateway.revokeAll();
      gateway.faultOf = on('push-receipts', 'lost request');
      expect(await client.handlePush(FAREWELL)).toEqual({ ...ended, isConfirmed: false });
      expect(await storage.load()).toBeNull();
    });

    it('is confirmed although the session cannot be asked for, and is over only then', async () => {
      let left = 2;
      gateway.faultOf = ({ path }) => {
        if (path === 'users/me') return refusal(403, 'UserLocked');
        return (left -= 1) >= 0 ? 'lost request' : undefined;
      };
      await expect(client.handlePush(FAREWELL)).rejects.toMatchObject({ code: 'UserLocked' });
      expect(sent()).toEqual(['users/me', 'push-receipts']);
    });
  });
});
