import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { RevokingTransaction } from '../../../src/core/revocations/revoking-transaction';
import type { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import type { AuthData } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };
const DAY = 86_400_000;

describeEngine('signing out', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let user: UserEntity;
  let username = '';
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', {
      rateLimits: { login: LOTS, loginIdentifier: LOTS, refresh: LOTS, checkKey: LOTS, general: LOTS },
    });
  });
  beforeEach(async () => {
    username = `user.${(count += 1)}`;
    user = await gateway.addUser(brandId, { username, password: PASSWORD });
  });
  afterAll(() => gateway.close());

  const client = () => gateway.client('a.example');
  const as = ({ authKey }: AuthData) => client().with({ 'Auth-Key': authKey });
  /** Codes and tokens are this user's own; a device without name brings none. */
  const headersOf = (name?: string): Record<string, string> =>
    name === undefined ? {} : { 'X-Device-Code': `${name}-${count}`, 'X-Device-Token': `token-${name}-${count}` };
  const signIn = async (name?: string): Promise<AuthData> =>
    (await client().signIn(username, PASSWORD, headersOf(name))).data;
  const logout = (keys: AuthData, body?: unknown, headers: Record<string, string> = {}) =>
    as(keys).with(headers).post('users/auth/logout', body);
  const me = async (keys: AuthData) => (await as(keys).get('users/me')).code ?? 'alive';
  const refresh = async (keys: AuthData) => (await client().refresh(keys.refreshAuthKey)).code ?? 'alive';
  const linkOf = async (name: string): Promise<UserDeviceEntity> => {
    const device = await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code: `${name}-${count}` });
    return gateway.store.findOneByOrFail(UserDeviceEntity, { brandId, deviceId: device.id, userId: user.id });
  };

  it.each([
    ['no body', undefined],
    ['null', 'null'],
    ['{}', {}],
    ['null members', { allDevices: null }],
  ])(
    'JFW-SES-01, JFW-GEN-04: %s ends this session, its refresh key and its push token, and no other session',
    async (_, body) => {
      const phone = await signIn('phone');
      const desk = await signIn('desk');
      const answer = await logout(phone, body);
      expect([answer.status, answer.data]).toEqual([200, true]);
      expect([await me(phone), await refresh(phone)]).toEqual(['AuthKeyInvalid', 'RefreshAuthKeyInvalid']);
      expect([await me(desk), await refresh(desk)]).toEqual(['alive', 'alive']);
      expect(await linkOf('phone')).toMatchObject({ pushToken: null, pushTokenHash: null, deletedAt: null });
      expect((await linkOf('phone')).loggedOutAt).not.toBeNull();
      expect(await linkOf('desk')).toMatchObject({ pushToken: `token-desk-${count}`, loggedOutAt: null });
    },
  );

  it('JFW-SES-01: the link of a device that signed out is Offline until it signs in again', async () => {
    const phone = await signIn('phone');
    const desk = await signIn('desk');
    const statusOf = async () => {
      const { data } = await as(desk).get<{ code: string; userDeviceStatus: string }[]>('users/me/devices');
      return data.find(({ code }) => code === `phone-${count}`)?.userDeviceStatus;
    };
    expect(await statusOf()).toBe('Online');
    await logout(phone);
    expect(await statusOf()).toBe('Offline');
    await signIn('phone');
    expect(await statusOf()).toBe('Online');
  });

  it('JFW-SES-01 (T60): unregisterDevice false keeps the token, and ends the session all the same', async () => {
    const phone = await signIn('phone');
    await logout(phone, { unregisterDevice: false });
    expect((await linkOf('phone')).pushToken).toBe(`token-phone-${count}`);
    expect((await linkOf('phone')).loggedOutAt).not.toBeNull();
    expect([await me(phone), await refresh(phone)]).toEqual(['AuthKeyInvalid', 'RefreshAuthKeyInvalid']);
  });

  it('JFW-SES-01 (T60): allDevices ends every session of the user and takes every token, of nobody else', async () => {
    const mine = [await signIn('phone'), await signIn('desk'), await signIn()];
    await gateway.addUser(brandId, { username: `other.${count}`, password: PASSWORD });
    const { data: other } = await client().signIn(`other.${count}`, PASSWORD, { 'X-Device-Code': `phone-${count}` });
    expect((await logout(mine[2] as AuthData, { allDevices: true })).data).toBe(true);
    for (const keys of mine) expect([await me(keys), await refresh(keys)]).not.toContain('alive');
    expect([(await linkOf('phone')).pushToken, (await linkOf('desk')).pushToken]).toEqual([null, null]);
    expect(await me(other)).toBe('alive');
  });

  it('JFW-SES-01: a session without device signs the device of the code out', async () => {
    await signIn('phone');
    const bare = await signIn();
    await logout(bare, {}, { 'Device-Code': `phone-${count}` });
    expect((await linkOf('phone')).pushToken).toBeNull();
  });

  it('JFW-SES-01, JFW-AUD-01: one audit line, and a second sign-out finds no session', async () => {
    const keys = await signIn('phone');
    await logout(keys);
    const again = await logout(keys);
    expect([again.status, again.code]).toEqual([401, 'AuthKeyInvalid']);
    expect(await gateway.store.countBy(AuditEventEntity, { event: 'auth.logout', actorUserId: user.id })).toBe(1);
  });

  it.each([
    [{ allDevices: 'true' }, 'allDevices'],
    [{ allDevices: 1 }, 'allDevices'],
    [{ unregisterDevice: 0 }, 'unregisterDevice'],
  ])('JFW-SES-01, SEC-IN-02 (INJ-01): %j is 400 and ends nothing', async (body, field) => {
    const keys = await signIn();
    const answer = await logout(keys, body);
    expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
    expect(await me(keys)).toBe('alive');
  });

  it('JFW-SES-02 (T60): an expired key of a living session signs out, one of an ended session does not', async () => {
    const [expired, ended] = [await signIn('phone'), await signIn()];
    await logout(ended);
    gateway.clock.advance(DAY + 1_000);
    expect([await me(expired), await me(ended)]).toEqual(['AuthKeyExpired', 'AuthKeyInvalid']);
    expect((await logout(ended)).code).toBe('AuthKeyInvalid');
    expect((await logout(expired)).data).toBe(true);
    expect([await refresh(expired), (await logout(expired)).code]).toEqual(['RefreshAuthKeyInvalid', 'AuthKeyInvalid']);
    expect((await linkOf('phone')).pushToken).toBeNull();
  });

  it('JFW-SES-02, JFW-KEY-06 (TEN-01): nobody signs out with a refresh key, an unknown key or under another brand', async () => {
    await gateway.addBrand(`b${count}.example`);
    const keys = await signIn();
    const elsewhere = gateway.client(`b${count}.example`).with({ 'Auth-Key': keys.authKey });
    const codes = [
      (await client().post('users/auth/logout', {})).code,
      (await logout({ ...keys, authKey: keys.refreshAuthKey })).code,
      (await logout({ ...keys, authKey: newKey('auth') })).code,
      (await elsewhere.post('users/auth/logout', { allDevices: true })).code,
    ];
    expect(codes).toEqual(['AuthKeyRequired', 'AuthKeyInvalid', 'AuthKeyInvalid', 'AuthKeyInvalid']);
    expect(await me(keys)).toBe('alive');
  });

  it('JFW-SES-02: a sign-out registers no device', async () => {
    const answer = await logout(await signIn(), {}, headersOf('new'));
    expect([answer.status, answer.headers.get('x-device-status')]).toEqual([200, null]);
    expect(await gateway.store.countBy(DeviceEntity, { brandId, code: `new-${count}` })).toBe(0);
  });

  it('JFW-SES-02, JFW-DEV-08: a rejected device signs out where everything else is 405', async () => {
    await signIn('phone');
    const bare = await signIn();
    const link = await linkOf('phone');
    await gateway.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      await store.update(UserDeviceEntity, { id: link.id }, { deletedAt: gateway.clock.now() });
      await revoke('device', brandId, link.deviceId);
    });
    const refused = await as(bare).with(headersOf('phone')).get('users/me');
    expect([refused.status, refused.code]).toEqual([405, 'DeviceRejected']);
    expect((await logout(bare, {}, headersOf('phone'))).data).toBe(true);
    expect(await me(bare)).toBe('AuthKeyInvalid');
  });

  it('JFW-SES-08, -07: a check is true exactly while the key would be accepted, and never says why not', async () => {
    const check = async (authKey: string) => (await client().post('users/check-auth-key-available', { authKey })).data;
    const keys = await signIn();
    expect(await check(keys.authKey)).toBe(true);
    for (const status of ['Suspended', 'Locked', 'Inactive'] as const) {
      await gateway.setUser(user, { status });
      expect(await check(keys.authKey)).toBe(false);
    }
    await gateway.setUser(user, { status: 'Active' });
    expect(await check(keys.authKey)).toBe(true);
    gateway.clock.advance(DAY + 1_000);
    expect(await check(keys.authKey)).toBe(false);
    const fresh = await signIn();
    await logout(fresh);
    expect(await check(fresh.authKey)).toBe(false);
  });

  it.each([[{}], [{ authKey: null }], [{ authKey: '' }], [{ authKey: 0 }], [{ authKey: ['x'] }]])(
    'JFW-SES-08, SEC-IN-02 (INJ-01): a check of %j is 400',
    async (body) => {
      const answer = await client().post('users/check-auth-key-available', body);
      expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'authKey']);
    },
  );
});
