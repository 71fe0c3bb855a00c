import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import type { AuthData } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };
const PLENTY = { login: LOTS, loginIdentifier: LOTS };

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly isCurrent: boolean;
    readonly device: { code: string } | null;
  }[];
  readonly totalItems: number;
  readonly pageSize: number;
}

describeEngine('own sessions and password', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;
  let username = '';

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
  });
  beforeEach(async () => {
    username = `user.${(count += 1)}`;
    await gateway.addUser(brandId, { username, password: PASSWORD });
  });
  afterAll(() => gateway.close());

  const signIn = async (code?: string, domain = 'a.example', body: object = {}) =>
    gateway
      .client(domain)
      .with(code === undefined ? {} : { 'X-Device-Code': code })
      .post<AuthData>('users/auth', { username, password: PASSWORD, ...body });
  const as = ({ authKey }: AuthData, domain = 'a.example') => gateway.client(domain).with({ 'Auth-Key': authKey });
  const isAlive = async (keys: AuthData, domain = 'a.example') =>
    (await as(keys, domain).get('users/me')).status === 200;

  it('JFW-SES-03: lists living sessions, newest first, and no key', async () => {
    await signIn();
    const { data: current } = await signIn('phone-1');
    const answer = await as(current).get<Listed>('users/me/auth-keys?pageSize=1');
    expect(answer.data).toMatchObject({
      totalItems: 2,
      pageSize: 1,
      items: [{ isCurrent: true, device: { code: 'phone-1' } }],
    });
    expect(answer.text).not.toMatch(/bgk_|bgr_/);
    expect((await as(current).get('users/me/auth-keys?pageNumber=-1')).code).toBe('RequestInvalid');
  });

  it('JFW-SES-04: ends one, all others, or all; another’s equals none', async () => {
    const [one, two, three] = (await Promise.all([signIn(), signIn(), signIn()])).map(({ data }) => data);
    if (!one || !two || !three) throw new Error('not signed in');
    const { data } = await as(one).get<Listed>('users/me/auth-keys');
    const other = data.items.find(({ isCurrent }) => !isCurrent)?.id ?? '';
    expect((await as(one).delete(`users/me/auth-keys/${other}`)).data).toBe(true);
    expect((await as(one).delete(`users/me/auth-keys/${other}`)).code).toBe('AuthKeyNotFound');
    await as(one).delete('users/me/auth-keys?exceptCurrent=true');
    expect(await Promise.all([one, two, three].map((keys) => isAlive(keys)))).toEqual([true, false, false]);
    await as(one).delete('users/me/auth-keys');
    expect(await isAlive(one)).toBe(false);
  });

  it('SEC-REV-01, JFW-TOK-02: a device whose last session is ended loses its push token', async () => {
    const token = `token-of-${username}`;
    const phone = await gateway
      .client('a.example')
      .signIn(username, PASSWORD, { 'X-Device-Code': `d-${username}`, 'X-Device-Token': token });
    const { data: desk } = await signIn();
    expect(await gateway.store.countBy(UserDeviceEntity, { pushToken: token })).toBe(1);
    await as(desk).delete('users/me/auth-keys?exceptCurrent=true');
    expect([await isAlive(phone.data), await gateway.store.countBy(UserDeviceEntity, { pushToken: token })]).toEqual([
      false,
      0,
    ]);
  });

  it('JFW-SES-01, -02 (T60): signing out, with an expired key, of everything, keeping the token', async () => {
    const device = { 'X-Device-Code': `d-${username}`, 'X-Device-Token': `keep-${username}` };
    const { data: first } = await gateway.client('a.example').signIn(username, PASSWORD, device);
    expect((await as(first).post('users/auth/logout', { unregisterDevice: false })).data).toBe(true);
    expect(await gateway.store.countBy(UserDeviceEntity, { pushToken: `keep-${username}` })).toBe(1);
    expect((await gateway.client('a.example').refresh(first.refreshAuthKey)).code).toBe('RefreshAuthKeyInvalid');
    const [{ data: second }, { data: third }] = [await signIn(), await signIn()];
    gateway.clock.advance(86_500_000);
    expect((await as(second).get('users/me')).code).toBe('AuthKeyExpired');
    expect((await as(second).post('users/auth/logout', { allDevices: true })).data).toBe(true);
    expect((await gateway.client('a.example').refresh(third.refreshAuthKey)).code).toBe('RefreshAuthKeyInvalid');
    expect(await gateway.store.countBy(UserDeviceEntity, { pushToken: `keep-${username}` })).toBe(0);
  });

  it('JFW-SES-06, -07 (T57): introspection tells who may know, and no reason', async () => {
    const { data: own } = await signIn('phone-i');
    await gateway.addUser(brandId, { username: `partner.${count}`, password: PASSWORD, type: 'Partner' });
    const { data: partner } = await gateway.client('a.example').signIn(`partner.${count}`, PASSWORD);
    const ask = (keys: AuthData, authKey: string, brandUrl?: string) =>
      as(keys).post('auth-keys/introspect', { authKey, brandUrl });
    expect((await ask(partner, own.authKey)).data).toMatchObject({
      active: true,
      username,
      deviceCode: 'phone-i',
      roles: ['EndUser'],
    });
    expect((await ask(own, own.authKey)).data).toMatchObject({ active: true });
    for (const key of [partner.authKey, newKey('auth')]) expect((await ask(own, key)).code).toBe('AccessDenied');
    for (const key of [own.refreshAuthKey, newKey('auth'), 'x'])
      expect((await ask(partner, key)).data).toEqual({ active: false });
    expect((await ask(partner, own.authKey, 'localhost')).code).toBe('BrandCrossNotAllowed');
  });

  it('JFW-LIM-03: introspections are counted by session, not by address', async () => {
    const domain = `counted-${count}.example`;
    const id = await gateway.addBrand(domain, { rateLimits: { ...PLENTY, introspect: { limit: 2, seconds: 60 } } });
    await gateway.addUser(id, { username, password: PASSWORD });
    const [{ data: one }, { data: two }] = [await signIn(undefined, domain), await signIn(undefined, domain)];
    const ask = async (keys: AuthData) =>
      (await as(keys, domain).post('auth-keys/introspect', { authKey: keys.authKey })).status;
    expect([await ask(one), await ask(one), await ask(one), await ask(two)]).toEqual([200, 200, 429, 200]);
  });

  it.each(['authKey', 'AuthKey', 'Auth-Key', 'auth_key'])(
    'JFW-CAL-02: the member %s is the target key',
    async (member) => {
      const { data } = await signIn();
      const check = await gateway
        .client('a.example')
        .post('users/check-auth-key-available', { [member]: data.authKey });
      expect([check.status, check.data]).toEqual([200, true]);
    },
  );

  it('JFW-PWD-04, SEC-PW-08: a new password ends every other session', async () => {
    const [{ data: current }, { data: other }] = [await signIn(), await signIn()];
    const change = (oldPassword: string, newPassword: string, confirmPassword = newPassword) =>
      as(current).put('users/change-password', { oldPassword, newPassword, confirmPassword });
    expect((await change('not it', 'another lantern')).code).toBe('AccessDenied');
    expect((await change(PASSWORD, 'another lantern', 'unequal')).errors[0]?.field).toBe('confirmPassword');
    expect((await change(PASSWORD, 'password')).code).toBe('PasswordInvalidFormat');
    expect(await isAlive(other)).toBe(true);
    expect((await change(PASSWORD, 'another lantern')).data).toBe(true);
    expect([await isAlive(current), await isAlive(other)]).toEqual([true, false]);
    expect((await signIn()).status).toBe(401);
    expect((await gateway.client('a.example').signIn(username, 'another lantern')).status).toBe(200);
  });

  it('SEC-SES-07: beyond the session quota the oldest sign-in ends', async () => {
    const few = await gateway.addBrand(`few-${count}.example`, { rateLimits: PLENTY, sessionQuota: 2 });
    await gateway.addUser(few, { username, password: PASSWORD });
    const domain = `few-${count}.example`;
    const keys: AuthData[] = [];
    for (let i = 0; i < 3; i += 1) keys.push((await signIn(undefined, domain)).data);
    expect(await Promise.all(keys.map((key) => isAlive(key, domain)))).toEqual([false, true, true]);
  });
});
