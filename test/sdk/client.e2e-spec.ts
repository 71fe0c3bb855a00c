import { BrandgateClient } from '../../sdk/client/src/brandgate-client.ts';
import type { BrandgateError } from '../../sdk/client/src/brandgate-error.ts';
import type { ClientOptions } from '../../sdk/client/src/client-options.ts';
import type { FetchInit } from '../../sdk/client/src/fetch-like.ts';
import { KeyPair } from '../../sdk/client/src/key-pair.ts';
import { MemoryStorage } from '../../sdk/client/src/memory-storage.ts';
import type { UserEntity } from '../../src/core/users/user.entity';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const DAY_MS = 86_400_000;
const REFRESH = 'users/auth/refresh-auth-key';

/** The network between a client and the gateway: counts what goes over it, and loses what a test wants lost. */
class Network {
  readonly sent: string[] = [];
  loses: (path: string) => 'request' | 'answer' | undefined = () => undefined;

  readonly fetch = async (url: string, init: FetchInit): Promise<Response> => {
    const path = new URL(url).pathname.replace('/api/v1/', '');
    const lost = this.loses(path);
    this.sent.push(path);
    if (lost === 'request') throw new TypeError('fetch failed');
    const response = await fetch(url, init);
    if (lost === 'answer') throw new TypeError('fetch failed');
    return response;
  };

  count(path: string): number {
    return this.sent.filter((one) => one === path).length;
  }
}

describeEngine('the TypeScript client', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let user: UserEntity;
  let username: string;
  let count = 0;
  let network: Network;
  let storage: MemoryStorage;
  let client: BrandgateClient;
  let events: string[];

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
  });
  beforeEach(async () => {
    username = `user.${(count += 1)}`;
    user = await gateway.addUser(brandId, { username, password: PASSWORD, phoneNumber: `+8490${1_000_000 + count}` });
    network = new Network();
    storage = new MemoryStorage();
    client = newClient();
    events = [];
    client.on('signedOut', ({ reason }) => void events.push(`signed out: ${reason}`));
    client.on('refreshed', () => void events.push('refreshed'));
  });
  afterAll(() => gateway.close());

  const newClient = (options: Partial<ClientOptions> = {}): BrandgateClient =>
    new BrandgateClient({
      ...{ gatewayUrl: gateway.origin, brand: 'a.example', device: { code: `phone-${username}` } },
      ...{ storage, fetch: network.fetch, now: () => gateway.clock.now(), refreshRetry: { firstDelayMs: 1 } },
      ...options,
    });
  const signIn = (one = client) => one.signIn({ username, password: PASSWORD });
  const stored = async () => KeyPair.parse((await storage.load()) ?? '');
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => (error as BrandgateError).code,
    );
  /** Somebody who got hold of a refresh key. */
  const thief = (code: string) => gateway.client('a.example').with({ 'X-Device-Code': code });

  it('JFW-AUTH-01, -08, JFW-SES-01: signs in by name and by number, out and in again', async () => {
    expect(await signIn()).toMatchObject({ id: user.uid, username });
    expect(await client.me()).toMatchObject({ id: user.uid, status: 'Active', type: 'EndUser' });
    await client.signOut();
    expect([await codeOf(client.me()), events]).toEqual(['AuthKeyRequired', ['signed out: SignOut']]);
    const { phoneNumber } = await client.signInByPhoneNumber({ phoneNumber: user.phoneNumber!, password: PASSWORD });
    expect([phoneNumber, (await client.me()).username]).toEqual([user.phoneNumber, username]);
  });

  it('JFW-ENV-06: refusals are typed', async () => {
    await expect(client.signIn({ username, password: 'wrong' })).rejects.toMatchObject({
      ...{ name: 'BrandgateError', code: 'UserCredentialsIncorrect', status: 401, field: undefined, data: null },
      correlationId: expect.stringMatching(/^[\w.-]{1,64}$/),
    });
    await expect(client.register({ username: 'x', password: 'y' })).rejects.toMatchObject({
      ...{ code: 'RequestInvalid', status: 400, field: 'username' },
      fields: expect.arrayContaining([{ field: 'username', message: expect.any(String) }]),
    });
  });

  it('JFW-USR-01, JFW-PWD-04: registers and changes the password', async () => {
    const other = newClient({ storage: new MemoryStorage(), device: { code: 'pad' } });
    const registered = await client.register({ username: `new.${username}`, password: PASSWORD });
    await client.signIn({ username: registered.username!, password: PASSWORD });
    await other.signIn({ username: registered.username!, password: PASSWORD });
    await client.changePassword({ oldPassword: PASSWORD, newPassword: 'another lantern quarry' });
    expect([await codeOf(other.me()), (await client.me()).id]).toEqual(['RefreshAuthKeyInvalid', registered.id]);
  });

  it('JFW-SES-03, -04: lists and ends sessions', async () => {
    const others = [0, 1, 2].map((n) => newClient({ storage: new MemoryStorage(), device: { code: `pad-${n}` } }));
    for (const other of others) await signIn(other);
    await signIn();
    const { items, totalItems } = await client.listSessions({ pageSize: 2 });
    expect([items.length, totalItems, items[0]]).toEqual([2, 4, expect.objectContaining({ isCurrent: true })]);
    await client.endSession(items[1]!.id);
    expect((await client.listSessions()).totalItems).toBe(3);
    await client.endOtherSessions();
    expect((await client.listSessions()).items.map(({ isCurrent }) => isCurrent)).toEqual([true]);
    expect(await codeOf(others[2]!.me())).toBe('RefreshAuthKeyInvalid');
  });

  it('JFW-DEV-02, -16, JFW-HDR-04: the headers register the device as it is', async () => {
    const device = { code: `D-${username}`, name: 'Điện thoại 50%25', appVersion: '2.1.0', os: 'android' };
    const phone = newClient({ device: { ...device, pushToken: `token-${username}:first` } });
    const statuses: string[] = [];
    phone.on('deviceStatus', ({ status }) => void statuses.push(status));
    await signIn(phone);
    expect(await phone.listDevices()).toMatchObject([
      {
        ...{ code: device.code, name: device.name, appVersionNumber: '2.1.0', osDevice: 'Android', isMobileApp: true },
        ...{ token: `...${`${username}:first`.slice(-8)}`, userId: user.uid, userDeviceStatus: 'Online' },
      },
    ]);
    phone.setPushToken(`token-${username}:second`);
    phone.setDeviceDetails({ name: '📱 <b>', appVersion: '2.2.0' });
    expect(await phone.listDevices()).toMatchObject([
      { name: '📱 <b>', appVersionNumber: '2.2.0', token: expect.stringMatching(/:second$/), tokenStatus: 'active' },
    ]);
    expect([statuses, phone.deviceStatus]).toEqual([['registered', 'unchanged', 'updated'], 'updated']);
  });

  it('JFW-TOK-05, -10: a push token is registered at once, unless a newer sign-in of another user keeps it', async () => {
    const device = { code: `shared-${username}` };
    const [early, later] = [newClient({ device }), newClient({ device, storage: new MemoryStorage() })];
    const tokenOf = async (one: BrandgateClient) => (await one.listDevices()).map(({ token }) => token);
    expect([await early.registerPushToken(`${username}:early`), network.sent]).toEqual(['withNextSignIn', []]);
    await signIn(early);
    expect(await tokenOf(early)).toEqual([`...${`${username}:early`.slice(-8)}`]);
    expect(await early.registerPushToken(`${username}:token-two`)).toBe('registered');
    expect(network.sent.at(-1)).toBe('devices/refresh-token');
    expect(await tokenOf(newClient({ device }))).toEqual(['...oken-two']);
    gateway.clock.advance(1_000);
    await gateway.addUser(brandId, { username: `${username}.other`, password: PASSWORD });
    await later.signIn({ username: `${username}.other`, password: PASSWORD });
    expect([await tokenOf(later), await early.registerPushToken(`${username}:token-two`)]).toEqual([
      ['...oken-two'],
      'keptByAnother',
    ]);
    await later.signOut();
    expect(await early.registerPushToken(`${username}:token-two`)).toBe('registered');
  });

  it('JFW-VER-03: a refused version is told, and costs no session, with a key that has run out either', async () => {
    const policy = {
      ...{ osDevice: 'iOS', minimumVersion: '2.0', recommendedVersion: '2.5', storeUrl: 'https://store.example/app' },
      ...{ blockedVersions: [], message: 'Please update.', messages: {}, routes: [], startsAt: null },
      mode: 'enforce' as const,
    };
    const brand = `${username}.gate.example`;
    await gateway.addUser(await gateway.addBrand(brand, { rateLimits: PLENTY, appVersionPolicies: [policy] }), {
      ...{ username, password: PASSWORD },
    });
    const phone = newClient({ brand, device: { code: `phone-${username}`, os: 'ios', appVersion: '2.5' } });
    const told: unknown[] = [];
    phone.on('appUpdateRequired', (event) => void told.push(event));
    await signIn(phone);
    phone.setDeviceDetails({ appVersion: '1.9' });
    expect([await codeOf(signIn(phone)), await codeOf(phone.me())]).toEqual(Array(2).fill('AppVersionUnsupported'));
    const { minimumVersion, recommendedVersion, storeUrl, message } = policy;
    expect(told).toEqual([{ appVersion: '1.9', minimumVersion, recommendedVersion, storeUrl, message }]);
    gateway.clock.advance(DAY_MS);
    phone.setDeviceDetails({ appVersion: '1.8' });
    expect([await codeOf(phone.me()), network.sent.at(-1), told.length]).toEqual(['AppVersionUnsupported', REFRESH, 2]);
    phone.setDeviceDetails({ appVersion: '2.5' });
    expect(await phone.me()).toMatchObject({ username });
    // It is told of a farewell all the same, and only of a true one.
    phone.setDeviceDetails({ appVersion: '1.8' });
    const farewell = { brandgateDelivery: user.uid, brandgateEvent: 'session.revoked' };
    expect(await phone.handlePush(farewell)).toMatchObject({ isSignedOut: false });
    const desk = newClient({ brand, storage: new MemoryStorage(), device: { code: 'desk' } });
    await signIn(desk);
    await desk.endOtherSessions();
    expect(await phone.handlePush(farewell)).toMatchObject({ isSignedOut: true });
  });

  it.each(['by its clock', 'by the gateway’s word'])(
    'JFW-KEY-07: 50 calls whose key has run out make one refresh (seen %s)',
    async (how) => {
      await signIn();
      gateway.clock.advance(DAY_MS);
      const caller = how === 'by its clock' ? client : newClient({ now: () => 0 });
      const answers = await Promise.all(Array.from({ length: 50 }, () => caller.me()));
      expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([user.uid]));
      expect(network.count(REFRESH)).toBe(1);
      expect(network.count('users/me')).toBe(how === 'by its clock' ? 50 : 100);
    },
  );

  it('renews the key shortly before its end, and not earlier', async () => {
    await signIn();
    gateway.clock.advance(DAY_MS - 120_000);
    await client.me();
    expect(network.count(REFRESH)).toBe(0);
    gateway.clock.advance(65_000);
    await client.me();
    expect([network.count(REFRESH), events]).toEqual([1, ['refreshed']]);
  });

  it.each(['request', 'answer'] as const)('JFW-REF-04 row 5: a lost %s of a refresh costs nothing', async (what) => {
    await signIn();
    gateway.clock.advance(DAY_MS);
    network.loses = (path) => (path === REFRESH && network.count(REFRESH) === 0 ? what : undefined);
    expect(await client.me()).toMatchObject({ id: user.uid });
    expect([network.count(REFRESH), events]).toEqual([2, ['refreshed']]);
    expect(await client.authKey()).toBe((await stored())?.authKey);
  });

  it('JFW-REF-04 row 6, JFW-REF-05: nor does one that was lost 30 days ago', async () => {
    await signIn();
    gateway.clock.advance(DAY_MS);
    network.loses = (path) => (path === REFRESH ? 'answer' : undefined);
    await expect(client.me()).rejects.toMatchObject({ name: 'NetworkError' });
    expect([network.count(REFRESH), await client.isSignedIn(), events]).toEqual([4, true, []]);
    network.loses = () => undefined;
    gateway.clock.advance(30 * DAY_MS);
    const afterRestart = newClient();
    expect(await afterRestart.me()).toMatchObject({ id: user.uid });
  });

  it('two clients on one storage share every refresh', async () => {
    const other = newClient();
    await signIn();
    await other.me();
    for (let day = 1; day <= 3; day += 1) {
      gateway.clock.advance(DAY_MS);
      await client.me();
      gateway.clock.advance(120_000);
      await other.me();
      expect(network.count(REFRESH)).toBe(day);
    }
    gateway.clock.advance(DAY_MS);
    await Promise.all([client.me(), other.me(), client.me(), other.me()]);
    expect([await client.authKey(), await other.authKey()]).toEqual(Array(2).fill((await stored())?.authKey));
    await client.signOut();
    expect(await codeOf(other.me())).toMatch(/^AuthKey/);
    expect(await other.isSignedIn()).toBe(false);
  });

  it('JFW-REF-08: a key that somebody else used up first signs out', async () => {
    await signIn();
    const { refreshAuthKey } = (await stored())!;
    const theft = await thief(`phone-${username}`).refresh(refreshAuthKey);
    await thief(`phone-${username}`).with({ 'Auth-Key': theft.data.authKey }).get('users/me');
    gateway.clock.advance(DAY_MS);
    expect(await codeOf(client.me())).toBe('RefreshAuthKeyReused');
    expect([await storage.load(), events]).toEqual([null, ['signed out: RefreshAuthKeyReused']]);
  });

  it('JFW-REF-08: a stolen key that is used after its owner has renewed it signs out', async () => {
    await signIn();
    const { refreshAuthKey } = (await stored())!;
    gateway.clock.advance(DAY_MS);
    await client.me();
    expect((await thief('another').refresh(refreshAuthKey)).code).toBe('RefreshAuthKeyReused');
    expect(await codeOf(client.me())).toBe('RefreshAuthKeyInvalid');
    expect([await storage.load(), events]).toEqual([null, ['refreshed', 'signed out: RefreshAuthKeyInvalid']]);
  });

  it('JFW-KEY-09: a locked user is blocked, and goes on afterwards with the same keys', async () => {
    await signIn();
    await gateway.setUser(user, { status: 'Locked' });
    expect(await codeOf(client.me())).toBe('UserLocked');
    gateway.clock.advance(DAY_MS);
    expect(await codeOf(client.me())).toBe('UserLocked');
    expect([await client.isSignedIn(), events]).toEqual([true, []]);
    await gateway.setUser(user, { status: 'Active' });
    expect(await client.me()).toMatchObject({ id: user.uid });
    expect(events).toEqual(['refreshed']);
  });

  it('JFW-SES-04: a farewell ends the session that the gateway has ended, and no other', async () => {
    const farewell = { brandgateDelivery: user.uid, brandgateEvent: 'session.revoked' };
    const other = newClient({ storage: new MemoryStorage(), device: { code: 'pad' } });
    await signIn();
    await signIn(other);
    expect(await client.handlePush(farewell)).toMatchObject({ kind: 'farewell', isSignedOut: false });
    expect([await client.isSignedIn(), events]).toEqual([true, []]);
    await other.endOtherSessions();
    expect(await client.handlePush(farewell)).toMatchObject({ kind: 'farewell', isSignedOut: true });
    expect([await storage.load(), events]).toEqual([null, ['signed out: RefreshAuthKeyInvalid']]);
  });

  it('JFW-DEV-08: so does one on a device that was taken from the user while the session lived on', async () => {
    await signIn();
    const moved = newClient({ device: { code: `tablet-${username}` } });
    moved.on('signedOut', ({ reason }) => void events.push(`signed out: ${reason}`));
    await moved.request('DELETE', 'devices/current');
    expect([await codeOf(moved.me()), await moved.isSignedIn()]).toEqual(['DeviceRejected', true]);
    const handled = await moved.handlePush({ brandgateDelivery: user.uid, brandgateEvent: 'session.revoked' });
    expect([handled.isSignedOut, await storage.load(), events]).toEqual([true, null, ['signed out: DeviceRejected']]);
  });

  it('JFW-LIM-01: too many refreshes wipe nothing', async () => {
    const strict = await gateway.addBrand(`${username}.example`, {
      rateLimits: { refresh: { limit: 1, seconds: 60 } },
    });
    await gateway.addUser(strict, { username, password: PASSWORD });
    const one = newClient({ brand: `${username}.example` });
    await signIn(one);
    await one.authKey({ refused: (await one.authKey())! });
    await expect(one.authKey({ refused: (await one.authKey())! })).rejects.toMatchObject({
      ...{ code: 'RateLimitExceeded', status: 429, retryAfter: expect.any(Number) },
    });
    expect(await one.me()).toMatchObject({ username });
  });

  it('JFW-SES-02: signs out with a key that has run out, at the gateway too', async () => {
    await signIn();
    const { refreshAuthKey } = (await stored())!;
    gateway.clock.advance(DAY_MS);
    await client.signOut();
    expect(network.count(REFRESH)).toBe(0);
    expect((await thief(`phone-${username}`).refresh(refreshAuthKey)).code).toBe('RefreshAuthKeyInvalid');
  });
});
