import type { BrandSettings } from '../../../src/core/brands/brand-settings';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryClient } from '../../support/dreamfactory-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const POLICY = {
  ...{ osDevice: 'iOS', minimumVersion: '2.0', recommendedVersion: '2.5', storeUrl: 'https://store.example/app' },
  ...{ blockedVersions: [], message: null, messages: {}, routes: [], startsAt: null, mode: 'enforce' as const },
};
const PLENTY = { login: { limit: 10_000, seconds: 60 }, loginIdentifier: { limit: 10_000, seconds: 900 } };

interface ReleaseDay {
  readonly date: string;
  readonly osDevice: string;
  readonly appVersionNumber: string | null;
  readonly activeDevices: number;
  readonly signIns: number;
  readonly failedSignIns: number;
  readonly refused: number;
  readonly wouldRefuse: number;
}

const app = (version: string, os = 'iOS') => ({ 'X-Os-Device': os, 'X-App-Version-Number': version });

describeEngine('the app-version gate', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let brandUid: string;
  let user: UserEntity;

  const policies = async (...given: Partial<BrandSettings['appVersionPolicies'][number]>[]) => {
    const appVersionPolicies = given.map((policy) => ({ ...POLICY, ...policy }));
    await gateway.updateBrand(brandId, { settings: { rateLimits: PLENTY, appVersionPolicies } });
    await gateway.settle();
  };

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    user = await gateway.addUser(brandId, { username: 'jane.doe', password: PASSWORD, type: 'Admin' });
    await policies({});
    brandUid = (await gateway.client('a.example').get<{ id: string }>('brands/by-url')).data.id;
  });
  afterAll(() => gateway.close());

  const signedIn = async (headers: Record<string, string> = {}) => {
    const { data } = await gateway.client('a.example').signIn('jane.doe', PASSWORD, headers);
    return gateway.client('a.example').with({ 'Auth-Key': data.authKey });
  };

  it('JFW-VER-03 (T53): a version below the minimum is refused on sign-in, with what would do, and nothing happens', async () => {
    const answer = await gateway.client('a.example').signIn('jane.doe', 'wrong', app('1.9.9'));
    expect([answer.status, answer.code]).toEqual([426, 'AppVersionUnsupported']);
    expect(answer.data).toEqual({
      ...{ minimumVersion: '2.0', recommendedVersion: '2.5', storeUrl: 'https://store.example/app' },
    });
    expect(answer.headers.has('upgrade')).toBe(false);
    expect(answer.message).toBe('This version of the app is no longer supported.');
    const row = await gateway.store.findOneByOrFail(UserEntity, { brandId, id: user.id });
    expect(row.failedSignIns).toBe(0);
  });

  it('JFW-VER-02: before the key is looked at; without both headers, or for another system, everybody passes', async () => {
    const client = await signedIn();
    expect((await client.with(app('1.0')).get('users/me')).status).toBe(426);
    expect((await client.with({ ...app('1.0'), 'Auth-Key': 'nonsense' }).get('users/me')).status).toBe(426);
    expect((await client.with(app('1.0', 'IOS')).get('users/me')).status).toBe(426);
    expect((await client.with(app('1.0', 'Android')).get('users/me')).status).toBe(200);
    expect((await client.with({ 'X-App-Version-Number': '1.0' }).get('users/me')).status).toBe(200);
    expect((await client.with({ 'X-Os-Device': 'iOS' }).get('users/me')).status).toBe(200);
    expect((await gateway.client('a.example').refresh('bgr_none', app('1.0'))).status).toBe(426);
  });

  it('JFW-HDR-04: what was sent encoded is judged, and counted, as registration stores it', async () => {
    const client = await signedIn();
    for (const version of ['1.0.0%2B451', '1.0%20(451)', '%31.0', '1.0%0A']) {
      expect((await client.with(app(version)).get('users/me')).status).toBe(426);
    }
    expect((await client.with(app('1.0', 'i%4FS')).get('users/me')).status).toBe(426);
    expect((await client.with(app('2.5%20(7)')).get('users/me')).status).toBe(200);
    expect((await client.with(app('%20')).get('users/me')).status).toBe(200);
    await gateway.flush();
    const { data } = await client.get<ReleaseDay[]>(`brands/${brandUid}/releases?osDevice=iOS`);
    const refused = data.filter((day) => day.refused > 0).map(({ appVersionNumber }) => appVersionNumber);
    expect(refused).toEqual(expect.arrayContaining(['1.0.0+451', '1.0 (451)', '1.0']));
    expect(refused.filter((version) => version?.includes('%'))).toEqual([]);
  });

  it('JFW-VER-02: signing out and the public view of the brand are for every version', async () => {
    const client = await signedIn();
    expect((await client.with(app('1.0')).get('brands/by-url')).status).toBe(200);
    expect((await client.with(app('1.0')).post('users/auth/logout', null)).status).toBe(200);
  });

  it('DF-DEV-05: the other dialect says it in its own form', async () => {
    const other = new DreamFactoryClient(gateway.origin, { 'Brand-URL': 'a.example', ...app('1.0') });
    const { status, body, headers } = await other.post('user/password?reset=true', { email: 'jane@example.com' });
    expect(status).toBe(426);
    expect(body['error']).toEqual({
      code: 426,
      context: { minimumVersion: '2.0', recommendedVersion: '2.5', storeUrl: 'https://store.example/app' },
      message: 'This version of the app is no longer supported.',
      status_code: 426,
    });
    expect(headers.has('x-app-update')).toBe(false);
    const newer = await other.with(app('2.4')).post('user/password', {});
    expect([newer.status, newer.headers.get('x-app-update')]).toEqual([400, 'recommended']);
  });

  it('JFW-VER-04: a version below the recommended one is told so, on success and on failure', async () => {
    const client = await signedIn();
    const updateOf = async (version: string, key?: string) => {
      const headers = { ...app(version), ...(key === undefined ? {} : { 'Auth-Key': key }) };
      return (await client.with(headers).get('users/me')).headers.get('x-app-update');
    };
    expect(await updateOf('2.4')).toBe('recommended');
    expect(await updateOf('2.4', 'nonsense')).toBe('recommended');
    expect(await updateOf('2.5')).toBeNull();
    expect(await updateOf('dev')).toBeNull();
    await policies({ mode: 'count' });
    expect([await updateOf('1.0'), await updateOf('2.5')]).toEqual(['recommended', null]);
    await policies({});
  });

  it('JFW-VER-03: the policy speaks, in the language that the client reads', async () => {
    await policies({ message: 'Please update.', messages: { vi: 'Vui lòng cập nhật.' } });
    const textOf = async (language: string) => {
      const headers = { ...app('1.0'), 'Accept-Language': language };
      return (await gateway.client('a.example').signIn('jane.doe', PASSWORD, headers)).message;
    };
    expect(await textOf('vi-VN, en;q=0.5')).toBe('Vui lòng cập nhật.');
    expect(await textOf('fr')).toBe('Please update.');
  });

  it('blocked versions, routes, a start and a trial are settings of the brand', async () => {
    const client = await signedIn();
    const statusOf = async (version: string, path = 'users/me') => (await client.with(app(version)).get(path)).status;
    await policies({ minimumVersion: null, blockedVersions: ['3.1 - 3.2'], routes: ['/api/v1/users'] });
    expect([await statusOf('3.1.5'), await statusOf('3.3'), await statusOf('3.1.5', 'devices')]).toEqual([
      426, 200, 200,
    ]);
    await policies({ startsAt: new Date(gateway.clock.now() + 60_000).toISOString() });
    expect(await statusOf('1.0')).toBe(200);
    gateway.clock.advance(61_000);
    expect(await statusOf('1.0')).toBe(426);
  });

  it('counts what was refused, what would have been, devices and sign-ins, by day and version', async () => {
    await policies({ mode: 'count' }, { osDevice: 'Android', minimumVersion: '5.0' });
    gateway.clock.advance(2 * 86_400_000);
    gateway.clock.advanceToHour(12);
    const device = (code: string, version: string, os = 'iOS') => ({ 'X-Device-Code': code, ...app(version, os) });
    const client = await signedIn(device('d-1', '1.0'));
    await client.with(device('d-1', '1.0')).get('users/me');
    await client.with(device('d-1', '1.0')).get('users/me');
    await gateway.client('a.example').signIn('jane.doe', 'wrong', device('d-2', '2.6'));
    await gateway.client('a.example').signIn('jane.doe', PASSWORD, device('d-3', '4.0', 'Android'));
    await gateway.client('a.example').signIn('jane.doe', 'wrong', app('2.7%20(9)'));
    await gateway.client('a.example').signIn('jane.doe', PASSWORD, app('2.8'));
    await gateway.flush();
    const date = new Date(gateway.clock.now()).toISOString().slice(0, 10);
    const { data } = await client.get<ReleaseDay[]>(`brands/${brandUid}/releases`);
    const today = data.filter((day) => day.date === date);
    expect(today).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ osDevice: 'iOS', appVersionNumber: '1.0', activeDevices: 1, signIns: 1, refused: 0 }),
        expect.objectContaining({ osDevice: 'iOS', appVersionNumber: '2.6', failedSignIns: 1, activeDevices: 0 }),
        expect.objectContaining({ osDevice: 'Android', appVersionNumber: '4.0', refused: 1, signIns: 0 }),
        expect.objectContaining({ osDevice: 'iOS', appVersionNumber: '2.7 (9)', failedSignIns: 1, signIns: 0 }),
        expect.objectContaining({ osDevice: 'iOS', appVersionNumber: '2.8', failedSignIns: 0, signIns: 1 }),
      ]),
    );
    expect(today.find((day) => day.appVersionNumber === '1.0')?.wouldRefuse).toBe(3);
    const only = await client.get<ReleaseDay[]>(`brands/${brandUid}/releases?osDevice=Android`);
    expect(only.data.every((day) => day.osDevice === 'Android')).toBe(true);
    const adoption = await client.get(`brands/${brandUid}/releases/adoption`);
    expect(adoption.data).toEqual([{ osDevice: 'iOS', appVersionNumber: '1.0', devices: 1 }]);
  });

  it('a device is active with its sign-in, and as what it is known to be when a request does not say', async () => {
    await policies();
    const day = async () => {
      await gateway.flush();
      const { data } = await admin.get<ReleaseDay[]>(`brands/${brandUid}/releases`);
      return data.filter(({ appVersionNumber }) => appVersionNumber === '8.0' || appVersionNumber === null);
    };
    gateway.clock.advance(2 * 86_400_000);
    gateway.clock.advanceToHour(12);
    const admin = await signedIn({});
    await day();
    const client = await signedIn({ 'X-Device-Code': 'quiet', ...app('8.0', 'Android') });
    expect((await day())[0]).toMatchObject({ osDevice: 'Android', activeDevices: 1, signIns: 1 });
    gateway.clock.advance(23 * 3_600_000);
    await client.with({ 'X-Device-Code': 'quiet' }).get('users/me');
    expect((await day()).filter(({ activeDevices }) => activeDevices > 0)).toEqual([
      expect.objectContaining({ osDevice: 'Android', appVersionNumber: '8.0', signIns: 0 }),
      expect.objectContaining({ osDevice: 'Android', appVersionNumber: '8.0', signIns: 1 }),
    ]);
  });

  it('a device is active on each day on which it asks, however short the time between', async () => {
    await policies();
    gateway.clock.advance(86_400_000);
    gateway.clock.advanceToHour(23);
    gateway.clock.advance(56 * 60_000);
    const headers = { 'X-Device-Code': 'owl', ...app('7.7') };
    const client = (await signedIn(headers)).with(headers);
    await client.get('users/me');
    // Less than the journal may fall behind, which would have the gateway look the device up anew.
    gateway.clock.advance(8 * 60_000);
    await gateway.settle();
    await client.get('users/me');
    await client.get('users/me');
    await gateway.flush();
    const { data } = await client.get<ReleaseDay[]>(`brands/${brandUid}/releases`);
    const days = data.filter(({ appVersionNumber }) => appVersionNumber === '7.7');
    expect(days.map(({ activeDevices }) => activeDevices)).toEqual([1, 1]);
  });

  it('a device is active once a day, whichever gateway it asks', async () => {
    await policies();
    gateway.clock.advance(86_400_000);
    gateway.clock.advanceToHour(12);
    const other = await TestGateway.start({ database: gateway.database });
    other.clock.advance(gateway.clock.now() - other.clock.now());
    const headers = { 'X-Device-Code': 'roamer', ...app('9.0') };
    const client = await signedIn(headers);
    await client.with(headers).get('users/me');
    const elsewhere = other.client('a.example').with({ ...client.headers, ...headers });
    expect((await elsewhere.get('users/me')).status).toBe(200);
    await Promise.all([gateway.flush(), other.flush()]);
    const { data } = await client.get<ReleaseDay[]>(`brands/${brandUid}/releases`);
    expect(data.find((day) => day.appVersionNumber === '9.0')?.activeDevices).toBe(1);
    await other.close();
  });

  it('says what it would say', async () => {
    await policies({ startsAt: null });
    const client = await signedIn();
    const ask = (query: string) => client.get(`brands/${brandUid}/releases/verdict?${query}`);
    expect((await ask('osDevice=ios&appVersionNumber=1.0')).data).toMatchObject({
      verdict: 'blocked',
      minimumVersion: '2.0',
    });
    expect((await ask('osDevice=Web&appVersionNumber=1.0')).data).toMatchObject({
      verdict: 'unjudged',
      storeUrl: null,
    });
    expect((await ask('osDevice=ios')).code).toBe('RequestInvalid');
  });
});
