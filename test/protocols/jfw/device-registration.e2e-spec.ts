import { DeviceRegistration } from '../../../src/core/devices/device-registration';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { RevokingTransaction } from '../../../src/core/revocations/revoking-transaction';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };
const PLENTY = { login: LOTS, loginIdentifier: LOTS, refresh: LOTS };

describeEngine('device registration', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
  });
  afterAll(() => gateway.close());

  const someone = async (headers: Record<string, string> = {}, domain = 'a.example', brand = brandId) => {
    const username = `user.${(count += 1)}`;
    const user = await gateway.addUser(brand, { username, password: PASSWORD });
    const signIn = (more: Record<string, string> = headers) => gateway.client(domain).signIn(username, PASSWORD, more);
    const { data } = await signIn();
    return { user, signIn, data, client: gateway.client(domain).with({ 'Auth-Key': data.authKey }) };
  };
  const statusOf = async (client: JfwClient, headers: Record<string, string>, path = 'users/me') =>
    (await client.with(headers).get(path)).headers.get('x-device-status');
  const deviceOf = (code: string, brand = brandId) => gateway.store.findOneBy(DeviceEntity, { brandId: brand, code });
  const linksOf = async (code: string) =>
    gateway.store.findBy(UserDeviceEntity, { brandId, deviceId: (await deviceOf(code))?.id ?? (0 as never) });
  const setLink = async (userId: UserDeviceEntity['userId'], deletedAt: number | null) =>
    gateway.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      await store.update(UserDeviceEntity, { brandId, userId }, { deletedAt });
      await revoke('user', brandId, userId);
    });

  it('JFW-DEV-01: one code in two brands is two devices, none of which tells of the other', async () => {
    const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
    await someone({ 'X-Device-Code': 'both', 'X-Device-Name': 'of A' });
    await someone({ 'X-Device-Code': 'both', 'X-Device-Name': 'of B' }, 'b.example', other);
    expect([(await deviceOf('both'))?.name, (await deviceOf('both', other))?.name]).toEqual(['of A', 'of B']);
  });

  it('JFW-DEV-02: a sign-in, a refresh and any authenticated request register, also where the key is optional', async () => {
    const { data, client } = await someone({ 'X-Device-Code': 'by-login' });
    expect((await linksOf('by-login')).length).toBe(1);
    const unbound = await someone();
    const refreshed = await gateway
      .client('a.example')
      .refresh(unbound.data.refreshAuthKey, { 'X-Device-Code': 'by-refresh' });
    expect([refreshed.status, refreshed.headers.get('x-device-status')]).toEqual([200, 'registered']);
    expect(await statusOf(client, { 'X-Device-Code': 'by-request' })).toBe('registered');
    expect(await statusOf(client, { 'X-Device-Code': 'by-optional' }, 'brands/by-url')).toBe('registered');
    expect(data.authKey).toBeTruthy();
  });

  it('JFW-DEV-03 (T37): a request that ends in 404 has registered its device, once', async () => {
    const { client } = await someone();
    const headers = { 'X-Device-Code': 'before-404', 'X-Device-Token': 'token-404' };
    const answer = await client.with(headers).delete('users/me/auth-keys/no-such-key');
    expect([answer.status, answer.code, answer.headers.get('x-device-status')]).toEqual([
      404,
      'AuthKeyNotFound',
      'registered',
    ]);
    expect((await linksOf('before-404')).map(({ pushToken }) => pushToken)).toEqual(['token-404']);
  });

  it('JFW-DEV-03: before permission and validation, so that 403 and 400 have registered as well', async () => {
    const { client } = await someone();
    const forbidden = await client.with({ 'X-Device-Code': 'before-403' }).post('brands', {});
    const invalid = await client.with({ 'X-Device-Code': 'before-400' }).post('auth-keys/introspect', {});
    expect([forbidden.status, invalid.status]).toEqual([403, 400]);
    expect([(await linksOf('before-403')).length, (await linksOf('before-400')).length]).toEqual([1, 1]);
  });

  it.each([
    ['a failed authentication', 'users/me', { 'Auth-Key': 'bgk_wrong' }],
    ['an anonymous endpoint', 'brands/by-url', {}],
    ['an unknown route', 'no/such/route', {}],
    ['a wrong method', 'users/auth', {}],
  ])('JFW-DEV-03: %s registers nothing', async (what, path, headers) => {
    const code = `never-${what.replaceAll(' ', '-')}`;
    const answer = await gateway
      .client('a.example')
      .with({ ...headers, 'X-Device-Code': code })
      .get(path);
    expect([answer.headers.get('x-device-status'), await deviceOf(code)]).toEqual([null, null]);
  });

  it('JFW-DEV-03: a wrong password and OPTIONS register nothing', async () => {
    const { user, client } = await someone();
    const code = { 'X-Device-Code': 'never' };
    await gateway.client('a.example').signIn(user.username ?? '', 'wrong password', code);
    await fetch(`${gateway.origin}/api/v1/users/me`, { method: 'OPTIONS', headers: { ...client.headers, ...code } });
    expect(await deviceOf('never')).toBeNull();
  });

  it('JFW-DEV-04: headers that are absent leave what is stored; the kind of a new device follows its system', async () => {
    const { client } = await someone();
    await statusOf(client, {
      'X-Device-Code': 'mobile',
      'X-Device-Name': 'Mine',
      'X-Os-Device': 'android',
      'X-App-Version-Number': '1.0',
    });
    await statusOf(client, { 'X-Device-Code': 'mobile' });
    await statusOf(client, { 'X-Device-Code': 'desk', 'X-Os-Device': 'Plan 9' });
    const mobile = { type: 'Mobile', isMobileApp: true, name: 'Mine', osDevice: 'Android', appVersionNumber: '1.0' };
    expect(await deviceOf('mobile')).toMatchObject(mobile);
    expect(await deviceOf('desk')).toMatchObject({ type: 'Unspecified', isMobileApp: false });
  });

  it('JFW-DEV-04, JFW-VER-06 (T36): a version may go down, and a readable one clears the flag', async () => {
    const { client } = await someone();
    const flags: unknown[] = [];
    for (const version of ['2.0.0', '1.9.0', 'garbage', '1.9.1']) {
      await statusOf(client, { 'X-Device-Code': 'versions', 'X-App-Version-Number': version });
      const device = await deviceOf('versions');
      flags.push([device?.appVersionNumber, device?.appVersionFlag]);
    }
    expect(flags).toEqual([
      ['2.0.0', null],
      ['1.9.0', null],
      ['garbage', 'Unparseable'],
      ['1.9.1', null],
    ]);
  });

  it('JFW-DEV-06 (T27): twenty parallel sign-ins of twenty people with one code make one device and twenty links', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => someone()));
    const answers = await Promise.all(
      people.map(({ client }) => client.with({ 'X-Device-Code': 'crowd' }).get('users/me')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(answers.map(({ headers }) => headers.get('x-device-status'))).toEqual(Array(20).fill('registered'));
    expect(await gateway.store.countBy(DeviceEntity, { brandId, code: 'crowd' })).toBe(1);
    expect(await linksOf('crowd')).toHaveLength(20);
  });

  it('JFW-DEV-06, -16: where registration fails the request goes on and says so, and the next one makes good', async () => {
    const { client } = await someone();
    const broken = jest
      .spyOn(gateway.gateway.app.get(DeviceRegistration), 'register')
      .mockRejectedValueOnce(new Error('no'));
    const answer = await client.with({ 'X-Device-Code': 'unlucky' }).get('users/me');
    broken.mockRestore();
    expect([answer.status, answer.headers.get('x-device-status')]).toEqual([200, 'failed']);
    expect(await statusOf(client, { 'X-Device-Code': 'unlucky' })).toBe('registered');
  });

  it('JFW-DEV-07: a shared device keeps both links', async () => {
    await someone({ 'X-Device-Code': 'family' });
    const second = await someone({ 'X-Device-Code': 'family' });
    expect((await linksOf('family')).map(({ deletedAt }) => deletedAt)).toEqual([null, null]);
    expect(await statusOf(second.client, { 'X-Device-Code': 'family' })).toBe('unchanged');
  });

  it.each(['X-Device-Code', 'Device-Code'])(
    'JFW-DEV-08 (T39): the code of a revoked link in %s refuses the request',
    async (name) => {
      const code = `revoked-${name}`;
      const { user, client, data } = await someone({ 'X-Device-Code': code });
      await setLink(user.id, 1);
      const refused = await client.with({ [name]: code }).get('users/me');
      expect([refused.status, refused.code, refused.headers.get('allow')]).toEqual([
        405,
        'DeviceRejected',
        'GET, HEAD',
      ]);
      const optional = await client.with({ [name]: code }).get('brands/by-url');
      expect([optional.status, optional.headers.get('x-device-status')]).toEqual([200, 'rejected']);
      const refresh = await gateway.client('a.example').refresh(data.refreshAuthKey, { [name]: code });
      expect([refresh.status, refresh.code, refresh.headers.get('allow')]).toEqual([405, 'DeviceRejected', 'POST']);
      expect((await linksOf(code)).map(({ deletedAt }) => deletedAt)).toEqual([1]);
      expect((await client.get('users/me')).status).toBe(200);
    },
  );

  it('JFW-DEV-09 (T39): only a fresh sign-in revives the link', async () => {
    const code = { 'X-Device-Code': 'revived' };
    const { user, signIn } = await someone(code);
    await setLink(user.id, 1);
    const again = await signIn();
    expect([again.status, again.headers.get('x-device-status')]).toEqual([200, 'registered']);
    expect((await linksOf('revived')).map(({ deletedAt }) => deletedAt)).toEqual([null]);
  });

  it.each(['Inactive', 'Suspended', 'Locked'] as const)(
    'JFW-DEV-08, -09 (T59): a device that is %s refuses requests and lets a sign-in through without it',
    async (status) => {
      const code = { 'X-Device-Code': `device-${status}` };
      const { client, signIn } = await someone(code);
      await gateway.store.update(DeviceEntity, { brandId, code: code['X-Device-Code'] }, { status });
      const refused = await client.with({ ...code, 'X-Device-Name': 'changed' }).get('users/me');
      expect([refused.status, refused.code]).toEqual([405, 'DeviceRejected']);
      const again = await signIn();
      expect([again.status, again.headers.get('x-device-status')]).toEqual([200, 'rejected']);
      const session = gateway.client('a.example').with({ 'Auth-Key': again.data.authKey });
      const { data } = await session.get<{ items: { isCurrent: boolean; device: object | null }[] }>(
        'users/me/auth-keys',
      );
      expect(data.items.filter(({ isCurrent }) => isCurrent).map(({ device }) => device)).toEqual([null]);
    },
  );
});
