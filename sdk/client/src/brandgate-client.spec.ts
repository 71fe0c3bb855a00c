import { FakeGateway, refusal } from '../test/fake-gateway.ts';
import { eventsOf, newClient } from '../test/new-client.ts';
import type { BrandgateClient } from './brandgate-client.ts';
import { BrandgateError } from './brandgate-error.ts';
import { MemoryStorage } from './memory-storage.ts';
import { NetworkError } from './network-error.ts';
import { StorageError } from './storage-error.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

const ADA = { username: 'ada', password: 'tidal lantern quarry' };
const ANY_SIGNAL = new AbortController().signal;

describe('BrandgateClient', () => {
  let gateway: FakeGateway;
  let storage: MemoryStorage;
  let client: BrandgateClient;
  let events: string[];
  beforeEach(() => {
    gateway = new FakeGateway();
    storage = new MemoryStorage();
    client = newClient(gateway, { storage });
    events = eventsOf(client);
  });
  const last = () => gateway.received.at(-1)!;

  it('JFW-AUTH-01: signs in, keeps the keys to itself and sends the Auth Key from then on', async () => {
    expect(await client.isSignedIn()).toBe(false);
    const user = await client.signIn(ADA);
    expect(user).toEqual({ id: 'ada', username: 'ada', emailAddress: null, phoneNumber: null });
    expect([last().path, last().body, last().headers['Auth-Key']]).toEqual(['users/auth', ADA, undefined]);
    expect(await client.me()).toMatchObject({ id: 'ada' });
    expect(last().headers['Auth-Key']).toBe('bgk_0-0');
    expect([await client.isSignedIn(), await client.authKey(), events]).toEqual([
      true,
      'bgk_0-0',
      ['signedIn ada signIn'],
    ]);
  });

  it('JFW-AUTH-08, -14, JFW-QUO-06: by phone number, with code and with devices to give up', async () => {
    const input = { phoneNumber: '+84901234567', password: 'x', otp: '123456', evictDeviceIds: ['d-1'] };
    await client.signInByPhoneNumber(input);
    expect([last().path, last().body]).toEqual(['users/auth/phone-number', input]);
  });

  it('a refused sign-in changes nothing', async () => {
    await client.signIn(ADA);
    const before = await storage.load();
    gateway.faultOf = () => refusal(401, 'UserCredentialsIncorrect');
    await expect(client.signIn({ username: 'eve', password: 'x' })).rejects.toThrow(BrandgateError);
    gateway.faultOf = () => ({
      status: 200,
      body: JSON.stringify({ success: true, message: '', data: {}, errors: [] }),
    });
    await expect(client.signIn({ username: 'eve', password: 'x' })).rejects.toThrow(UnreadableAnswerError);
    expect([await storage.load(), events]).toEqual([before, ['signedIn ada signIn']]);
  });

  it('keys that could not be saved are not used', async () => {
    storage.save = () => Promise.reject(new RangeError('full'));
    await expect(client.signIn(ADA)).rejects.toMatchObject({ name: 'StorageError', operation: 'save' });
    await expect(client.signIn(ADA)).rejects.toThrow(StorageError);
    expect([await client.authKey(), events]).toEqual([null, []]);
  });

  it('another user takes the place of the one before', async () => {
    await client.signIn(ADA);
    await client.signIn({ username: 'bob', password: 'x' });
    await client.signIn({ username: 'bob', password: 'x' });
    expect(await client.me()).toMatchObject({ id: 'bob' });
    expect(events).toEqual([
      'signedIn ada signIn',
      'signedOut ada OtherUser',
      'signedIn bob signIn',
      'signedIn bob signIn',
    ]);
  });

  it('finds its user again after a restart', async () => {
    await client.signIn(ADA);
    const next = newClient(gateway, { storage });
    const told = eventsOf(next);
    expect([await next.isSignedIn(), await next.authKey(), told]).toEqual([true, 'bgk_0-0', ['signedIn ada storage']]);
  });

  it('sees without a restart that somebody signed in on the shared storage', async () => {
    const other = newClient(gateway, { storage });
    expect(await other.authKey()).toBeNull();
    await client.signIn(ADA);
    expect(await other.authKey()).toBe('bgk_0-0');
  });

  const CALLS: [string, (client: BrandgateClient) => Promise<unknown>, string, object][] = [
    ['me', (it) => it.me(), 'GET users/me', {}],
    [
      'register',
      (it) => it.register({ emailAddress: 'a@b.example', password: 'x' }),
      'POST users/register',
      { emailAddress: 'a@b.example', password: 'x' },
    ],
    [
      'changePassword',
      (it) => it.changePassword({ oldPassword: 'a', newPassword: 'b' }),
      'PUT users/change-password',
      { oldPassword: 'a', newPassword: 'b', confirmPassword: 'b' },
    ],
    ['listSessions', (it) => it.listSessions(), 'GET users/me/auth-keys', {}],
    [
      'a page of it',
      (it) => it.listSessions({ pageNumber: 1, pageSize: 5 }),
      'GET users/me/auth-keys?pageNumber=1&pageSize=5',
      {},
    ],
    ['endSession', (it) => it.endSession('a/b'), 'DELETE users/me/auth-keys/a%2Fb', {}],
    ['endOtherSessions', (it) => it.endOtherSessions(), 'DELETE users/me/auth-keys?exceptCurrent=true', {}],
    ['listDevices', (it) => it.listDevices(), 'GET users/me/devices', {}],
    [
      'request',
      (it) => it.request('PATCH', 'devices/d-1', { body: { name: 'n' } }),
      'PATCH devices/d-1',
      { name: 'n' },
    ],
  ];
  it.each(CALLS)('%s', async (name, call, line, body) => {
    await client.signIn(ADA);
    await call(client);
    expect([`${last().method} ${last().path}${last().query}`, last().body]).toEqual([line, body]);
    expect(last().headers['Auth-Key']).toBe(name === 'register' ? undefined : 'bgk_0-0');
  });

  it('JFW-AUTH-12: an anonymous call carries no Auth Key', async () => {
    await client.signIn(ADA);
    await client.request('POST', 'users/register', { isAnonymous: true, signal: ANY_SIGNAL });
    expect(last().headers['Auth-Key']).toBeUndefined();
  });

  describe('signing out', () => {
    it('JFW-SES-01: ends the session and wipes the keys', async () => {
      await client.signIn(ADA);
      await client.signOut({ allDevices: true, unregisterDevice: false });
      expect(last()).toMatchObject({ path: 'users/auth/logout', body: { allDevices: true, unregisterDevice: false } });
      expect([await storage.load(), await client.authKey()]).toEqual([null, null]);
      expect(events).toEqual(['signedIn ada signIn', 'signedOut ada SignOut']);
    });

    it('asks nobody when nobody is signed in', async () => {
      await client.signOut();
      expect([gateway.received, events]).toEqual([[], []]);
    });

    it('JFW-SES-02: with an Auth Key that has run out, without refreshing it', async () => {
      await client.signIn(ADA);
      gateway.now += 90_000_000;
      await client.signOut();
      expect([gateway.refreshes, await storage.load()]).toEqual([[], null]);
    });

    it('keeps the keys as long as the gateway has not answered', async () => {
      await client.signIn(ADA);
      gateway.faultOf = () => 'lost request';
      await expect(client.signOut()).rejects.toThrow(NetworkError);
      gateway.faultOf = () => refusal(503, 'ServiceUnavailable');
      await expect(client.signOut()).rejects.toThrow(BrandgateError);
      gateway.blockedBy = 'UserLocked';
      gateway.faultOf = () => undefined;
      await expect(client.signOut()).rejects.toThrow(BrandgateError);
      gateway.blockedBy = null;
      expect(await client.me()).toMatchObject({ id: 'ada' });
      await client.signOut();
      expect(await storage.load()).toBeNull();
    });

    it('has come about when the session had ended already', async () => {
      await client.signIn(ADA);
      gateway.revokeAll();
      await client.signOut();
      expect([await storage.load(), events.at(-1)]).toEqual([null, 'signedOut ada RefreshAuthKeyInvalid']);
    });

    it('uses the keys that another client has renewed', async () => {
      await client.signIn(ADA);
      const other = newClient(gateway, { storage });
      gateway.now += 90_000_000;
      await other.me();
      await client.signOut();
      expect(gateway.requestsTo('users/auth/logout').map(({ headers }) => headers['Auth-Key'])).toEqual([
        'bgk_0-0',
        'bgk_0-1',
      ]);
      expect([gateway.refreshes.length, await storage.load(), events.at(-1)]).toEqual([
        1,
        null,
        'signedOut ada SignOut',
      ]);
    });

    it('leaves alone whoever signed in on the shared storage meanwhile', async () => {
      await client.signIn(ADA);
      await newClient(gateway, { storage }).signIn({ username: 'bob', password: 'x' });
      await client.signOut();
      expect(events).toEqual(['signedIn ada signIn', 'signedOut ada OtherUser', 'signedIn bob storage']);
      expect(await client.me()).toMatchObject({ id: 'bob' });
    });

    it('can be had without the gateway', async () => {
      await client.signIn(ADA);
      await client.forgetKeys();
      expect([await storage.load(), last().path, events.at(-1)]).toEqual([
        null,
        'users/auth',
        'signedOut ada KeysForgotten',
      ]);
    });
  });
});
