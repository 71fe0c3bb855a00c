import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { AuthKeyEntity } from '../../../src/core/auth-keys/auth-key.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { keyDigest, newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import type { AuthData, JfwAnswer } from '../../support/jfw-client';
import { sendRaw } from '../../support/raw-http';
import { statementsOf } from '../../support/statement-count';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';

describeEngine('Auth Keys', () => {
  let gateway: TestGateway;
  let brandA: BrandId;
  let ada: UserEntity;
  let keys: AuthData;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandA = await gateway.addBrand('a.example');
    await gateway.addBrand('b.example');
    ada = await gateway.addUser(brandA, { username: 'ada.lovelace', password: PASSWORD });
  });
  beforeEach(async () => {
    keys = (await gateway.client('a.example').signIn('ada.lovelace', PASSWORD)).data;
  });
  afterAll(() => gateway.close());

  const me = (authKey: string, domain = 'a.example', headers: Record<string, string> = {}) =>
    gateway
      .client(domain)
      .with({ 'Auth-Key': authKey, ...headers })
      .get('users/me');
  const withoutId = (answer: JfwAnswer<unknown>) => answer.text.replaceAll(/"correlationId":"[^"]*"/g, '');

  it('JFW-KEY-07: a missing key is required, a foolish one is invalid', async () => {
    const none = await gateway.client('a.example').get('users/me');
    const sample = await me('your-key-is-here');
    expect([none.status, none.code, sample.status, sample.code]).toEqual([
      401,
      'AuthKeyRequired',
      401,
      'AuthKeyInvalid',
    ]);
    expect([none, sample].map(({ headers }) => headers.get('www-authenticate'))).toEqual(['AuthKey', 'AuthKey']);
  });

  it('JFW-KEY-06, SEC-TEN-03 (T20, TEN-01): a key under another brand equals one that never was', async () => {
    const devices = await gateway.store.count(DeviceEntity);
    const device = { 'X-Device-Code': 'dev-x', 'X-Device-Token': 'tok-x' };
    const foreign = await me(keys.authKey, 'b.example', device);
    const unknown = await me(newKey('auth'), 'b.example', device);
    const refresh = await gateway.client('b.example').refresh(keys.refreshAuthKey);
    expect([foreign.status, foreign.code]).toEqual([401, 'AuthKeyInvalid']);
    expect(withoutId(foreign)).toBe(withoutId(unknown));
    expect(refresh.code).toBe('RefreshAuthKeyInvalid');
    await gateway.flush();
    const crossed = await gateway.store.findBy(AuditEventEntity, { brandId: brandA, event: 'brand.crossed' });
    expect(crossed).toHaveLength(2);
    expect(await gateway.store.count(DeviceEntity)).toBe(devices);
    expect((await me(keys.authKey)).status).toBe(200);
    expect((await gateway.client('a.example').refresh(keys.refreshAuthKey)).status).toBe(200);
  });

  it('JFW-KEY-06 (T20): and so does an expired one', async () => {
    gateway.clock.advance(86_401_000);
    const foreign = await me(keys.authKey, 'b.example');
    expect(withoutId(foreign)).toBe(withoutId(await me(newKey('auth'), 'b.example')));
    expect((await me(keys.authKey)).code).toBe('AuthKeyExpired');
  });

  it('JFW-AUTH-09, JFW-KEY-11 (T24): a key lives for 24 hours, to the second', async () => {
    const left = Date.parse(keys.expiresIn) - gateway.clock.now();
    expect(Math.abs(left - 86_400_000)).toBeLessThan(5_000);
    const row = await gateway.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(keys.authKey) });
    expect(row.expiresAt).toBe(Date.parse(keys.expiresIn));
    gateway.clock.advance(left - 3_000);
    expect((await me(keys.authKey)).status).toBe(200);
    gateway.clock.advance(4_000);
    expect((await me(keys.authKey)).code).toBe('AuthKeyExpired');
  });

  it('JFW-KEY-08: the kinds are not interchangeable, and a mistake costs nothing', async () => {
    expect((await me(keys.refreshAuthKey)).code).toBe('AuthKeyInvalid');
    expect((await gateway.client('a.example').refresh(keys.authKey)).code).toBe('RefreshAuthKeyInvalid');
    expect((await me(keys.authKey)).status).toBe(200);
    expect((await gateway.client('a.example').refresh(keys.refreshAuthKey)).status).toBe(200);
  });

  it('JFW-KEY-05 (T52): a key with one changed character sends no statement', async () => {
    await me(keys.authKey);
    const last = keys.authKey.at(-8) === 'A' ? 'B' : 'A';
    const codes: unknown[] = [];
    const ask = async (key: string) => codes.push((await me(key)).code);
    expect(await statementsOf(gateway, () => ask(keys.authKey.slice(0, -8) + last + keys.authKey.slice(-7)))).toEqual(
      [],
    );
    expect(await statementsOf(gateway, () => ask(newKey('auth')))).not.toEqual([]);
    expect(codes).toEqual(['AuthKeyInvalid', 'AuthKeyInvalid']);
  });

  it('JFW-KEY-09, -10 (T21): blocked states stop a key at once and give it back', async () => {
    for (const [status, code] of [
      ['Suspended', 'UserSuspended'],
      ['Locked', 'UserLocked'],
      ['Inactive', 'UserInactive'],
    ] as const) {
      await gateway.setUser(ada, { status });
      const blocked = await me(keys.authKey);
      expect([blocked.status, blocked.code]).toEqual([403, code]);
    }
    await gateway.setUser(ada, { status: 'Active' });
    expect((await me(keys.authKey)).status).toBe(200);
  });

  it('JFW-KEY-12: the first use is written before the answer', async () => {
    const row = () => gateway.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(keys.authKey) });
    expect((await row()).firstUsedAt).toBeNull();
    await me(keys.authKey);
    expect((await row()).firstUsedAt).not.toBeNull();
  });

  it('JFW-HDR-02 (T8): old header names work, and contradict new ones only when they differ', async () => {
    const old = gateway.client('a.example');
    const headers = { BrandUrl: 'A.example.', AuthKey: keys.authKey };
    expect((await old.with(headers).get('users/me')).status).toBe(200);
    expect((await old.with({ ...headers, BrandUrl: 'b.example' }).get('users/me')).code).toBe('HeaderConflict');
    expect((await old.with({ ...headers, 'Auth-Key': newKey('auth') }).get('users/me')).code).toBe('HeaderConflict');
  });

  it('JFW-AUTH-12: a stale key does no harm where none is needed', async () => {
    const stale = gateway.client('a.example').with({ 'Auth-Key': newKey('auth') });
    const check = await stale.post('users/check-auth-key-available', { authKey: keys.authKey });
    expect([(await stale.signIn('ada.lovelace', PASSWORD)).status, check.status, check.data]).toEqual([200, 200, true]);
  });

  it('JFW-SES-08: a check tells true or false and nothing else', async () => {
    const check = async (authKey: unknown, domain = 'a.example') =>
      gateway.client(domain).post('users/check-auth-key-available', { authKey });
    expect((await check(keys.authKey)).data).toBe(true);
    for (const key of [keys.refreshAuthKey, newKey('auth'), 'nonsense']) expect((await check(key)).data).toBe(false);
    expect((await check(keys.authKey, 'b.example')).data).toBe(false);
    expect((await check(undefined)).errors[0]?.field).toBe('authKey');
  });

  it('JFW-KEY-02, -05 (T52): no malformed key reaches the database, wherever it is presented', async () => {
    const there = gateway.client('a.example');
    const changed = (key: string) => key.slice(0, 20) + (key[20] === 'A' ? 'B' : 'A') + key.slice(21);
    const malformed = (key: string) => [changed(key), key.slice(0, -1), `${key}A`, key.toUpperCase(), 'nonsense'];
    const present = async ({ authKey, refreshAuthKey }: Pick<AuthData, 'authKey' | 'refreshAuthKey'>) => [
      (await me(authKey)).code,
      (await there.refresh(refreshAuthKey)).code,
      (await there.post('users/check-auth-key-available', { authKey })).data,
    ];
    const refusals = ['AuthKeyInvalid', 'RefreshAuthKeyInvalid', false];
    await present({ authKey: newKey('auth'), refreshAuthKey: newKey('refresh') });
    await gateway.flush();
    const refresh = malformed(keys.refreshAuthKey);
    const sent = await statementsOf(gateway, async () => {
      for (const [i, authKey] of malformed(keys.authKey).entries())
        expect(await present({ authKey, refreshAuthKey: refresh[i] ?? '' })).toEqual(refusals);
    });
    const control = await statementsOf(gateway, async () => {
      expect(await present({ authKey: newKey('auth'), refreshAuthKey: newKey('refresh') })).toEqual(refusals);
    });
    expect(sent).toEqual([]);
    expect(control.length).toBeGreaterThanOrEqual(3);
  });

  it('SEC-TEN-03 (T20, TEN-01): a foreign key writes nothing in the brand it is shown to, and uses nothing up', async () => {
    const brandB = await gateway.addBrand('fresh-b.example');
    const entities = [SessionEntity, AuthKeyEntity, DeviceEntity, UserDeviceEntity, AuditEventEntity];
    const rows = () => Promise.all(entities.map((entity) => gateway.store.countBy(entity, { brandId: brandB })));
    const before = await rows();
    const there = gateway.client('fresh-b.example').with({ 'X-Device-Code': 'dev-x', 'X-Device-Token': 'tok-x' });
    await there.with({ 'Auth-Key': keys.authKey }).get('users/me');
    await there.refresh(keys.refreshAuthKey);
    await there.post('users/check-auth-key-available', { authKey: keys.authKey });
    gateway.clock.advance(86_401_000);
    await there.with({ 'Auth-Key': keys.authKey }).get('users/me');
    await gateway.flush();
    expect(await rows()).toEqual(before);
    const pair = await Promise.all(
      [keys.authKey, keys.refreshAuthKey].map((key) =>
        gateway.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(key) }),
      ),
    );
    expect(pair).toMatchObject(Array(2).fill({ firstUsedAt: null, consumedAt: null }));
  });

  it('JFW-KEY-07, -09 (T21): a deleted user’s key is unknown, an inactive brand’s is told so', async () => {
    const id = await gateway.addBrand('doomed.example');
    const user = await gateway.addUser(id, { username: 'bob.builder', password: PASSWORD });
    const { authKey } = (await gateway.client('doomed.example').signIn('bob.builder', PASSWORD)).data;
    const use = async () => (await me(authKey, 'doomed.example')).code;
    expect(await use()).toBeUndefined();
    await gateway.updateBrand(id, { status: 'Inactive' });
    expect(await use()).toBe('BrandInactive');
    await gateway.updateBrand(id, { status: 'Active' });
    expect(await use()).toBeUndefined();
    await gateway.setUser(user, { status: 'Deleted' });
    expect(await use()).toBe('AuthKeyInvalid');
  });

  it('JFW-KEY-11: lifetimes are the brand’s at the time of issue, and the session’s end caps them', async () => {
    const id = await gateway.addBrand('short.example', { authKeyLifetime: 600 });
    await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
    const secondsOf = async () => {
      const { data } = await gateway.client('short.example').signIn('ada.lovelace', PASSWORD);
      return Math.round((Date.parse(data.expiresIn) - gateway.clock.now()) / 1_000);
    };
    expect(await secondsOf()).toBe(600);
    await gateway.updateBrand(id, { settings: { authKeyLifetime: 900, refreshKeyAbsoluteLifetime: 300 } });
    expect(await secondsOf()).toBe(300);
  });

  it('JFW-KEY-12: later uses move lastUsedAt once in 60 s', async () => {
    const used = async () => {
      await me(keys.authKey);
      await gateway.flush();
      return (await gateway.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(keys.authKey) })).lastUsedAt;
    };
    const first = await used();
    gateway.clock.advance(30_000);
    expect(await used()).toBe(first);
    gateway.clock.advance(31_000);
    expect(await used()).toBeGreaterThan(first ?? Infinity);
  });

  it('JFW-HDR-03 (T2): two Auth-Key lines are refused, equal ones as well', async () => {
    const line = `Auth-Key: ${keys.authKey}\r\n`;
    const head = 'GET /api/v1/users/me HTTP/1.1\r\nHost: gw\r\nBrand-URL: a.example\r\n';
    expect((await sendRaw(gateway.port, `${head}${line}\r\n`)).status).toBe(200);
    const twice = await sendRaw(gateway.port, `${head}${line}${line}\r\n`);
    expect([twice.status, twice.body.includes('"AuthKeyInvalid"')]).toEqual([401, true]);
  });
});
