import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { AuthKeyEntity } from '../../../src/core/auth-keys/auth-key.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { RotateSession } from '../../../src/flows/refresh/rotate-session';
import type { BrandId } from '../../../src/kernel/ids';
import { keyDigest, newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import type { AuthData, JfwAnswer } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const PLENTY = {
  ...{ login: { limit: 10_000, seconds: 60 }, loginIdentifier: { limit: 10_000, seconds: 900 } },
  refresh: { limit: 10_000, seconds: 60 },
};
const DEVICE = { 'X-Device-Code': 'phone-1' };
const NO_TEXTS = '0 -0 1e0 true false [] {} null "" ["KEY"] {"$ne":null}'.split(' ');
const OTHER = { 'X-Device-Code': 'phone-2' };

describeEngine('refreshing', () => {
  let gateway: TestGateway;
  let brandId: BrandId;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.addUser(brandId, { username: 'ada.lovelace', password: PASSWORD });
  });
  afterAll(() => gateway.close());

  const client = () => gateway.client('a.example');
  const signIn = async (headers: Record<string, string> = DEVICE): Promise<AuthData> =>
    (await client().signIn('ada.lovelace', PASSWORD, headers)).data;
  const refresh = (keys: AuthData, headers: Record<string, string> = DEVICE) =>
    client().refresh(keys.refreshAuthKey, headers);
  const me = (keys: AuthData) => client().with({ 'Auth-Key': keys.authKey }).get('users/me');
  const outcome = ({ status, code, headers }: JfwAnswer<AuthData>) =>
    code ?? `${status} ${headers.get('x-refresh-outcome')}`;
  const thefts = () => gateway.store.countBy(AuditEventEntity, { brandId, event: 'auth.refresh_reused' });

  it('JFW-REF-01 (row 2): rotates, and the old pair is dead at once', async () => {
    const old = await signIn();
    await me(old);
    const answer = await refresh(old);
    expect(outcome(answer)).toBe('200 rotated');
    expect([(await me(old)).code, (await me(answer.data)).status]).toEqual(['AuthKeyInvalid', 200]);
  });

  it('JFW-REF-02, -05, SEC-SES-03 (T22, SES-02): parallel presentations get one pair, byte for byte', async () => {
    const old = await signIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(old)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(answers.filter((answer) => outcome(answer) === '200 rotated')).toHaveLength(1);
    const parent = await gateway.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(old.refreshAuthKey) });
    expect(await gateway.store.countBy(AuthKeyEntity, { parentId: parent.id })).toBe(2);
  });

  it('JFW-REF-04 row 1: unknown, malformed, expired and ended are one answer', async () => {
    const ended = await signIn();
    await client().with({ 'Auth-Key': ended.authKey }).post('users/auth/logout');
    const expired = await signIn();
    const texts = [newKey('refresh'), 'nonsense', ended.refreshAuthKey];
    for (const text of texts) expect((await client().refresh(text, DEVICE)).code).toBe('RefreshAuthKeyInvalid');
    gateway.clock.advance(61 * 86_400_000);
    expect((await refresh(expired)).code).toBe('RefreshAuthKeyInvalid');
  });

  it('JFW-REF-04 row 2: without a device code, and for a session without device', async () => {
    const bound = await signIn();
    const free = await signIn({});
    expect([outcome(await refresh(bound, {})), outcome(await refresh(free, OTHER))]).toEqual([
      '200 rotated',
      '200 rotated',
    ]);
  });

  it('JFW-REF-04 row 3: another device is refused and consumes nothing', async () => {
    const keys = await signIn();
    expect(outcome(await refresh(keys, OTHER))).toBe('RefreshAuthKeyInvalid');
    expect(outcome(await refresh(keys))).toBe('200 rotated');
    await gateway.flush();
    expect(await gateway.store.countBy(AuditEventEntity, { event: 'auth.refresh_device_mismatch' })).toBe(1);
  });

  it('JFW-REF-04 row 3: or moves the session where the brand does not bind', async () => {
    const loose = await gateway.addBrand('loose.example', { rateLimits: PLENTY, bindRefreshToDevice: false });
    await gateway.addUser(loose, { username: 'ada.lovelace', password: PASSWORD });
    const { data } = await gateway.client('loose.example').signIn('ada.lovelace', PASSWORD, DEVICE);
    const moved = await gateway.client('loose.example').refresh(data.refreshAuthKey, OTHER);
    const back = await gateway.client('loose.example').refresh(moved.data.refreshAuthKey, OTHER);
    expect([outcome(moved), outcome(back)]).toEqual(['200 rotated', '200 rotated']);
  });

  it('JFW-REF-04 row 4, JFW-REF-08 (SES-01): a consumed key from another device ends the family, once', async () => {
    const before = await thefts();
    const stolen = await signIn();
    const bystander = await signIn({});
    const { data: next } = await refresh(stolen);
    const theft = await refresh(stolen, OTHER);
    expect([theft.status, theft.code]).toEqual([401, 'RefreshAuthKeyReused']);
    expect([(await me(next)).code, outcome(await refresh(next))]).toEqual(['AuthKeyInvalid', 'RefreshAuthKeyInvalid']);
    expect(outcome(await refresh(stolen, OTHER))).toBe('RefreshAuthKeyInvalid');
    expect((await me(bystander)).status).toBe(200);
    expect(await thefts()).toBe(before + 1);
  });

  it('JFW-REF-04 row 5: within 60 s the same device gets the pair again, used or not', async () => {
    const old = await signIn();
    const { data: next } = await refresh(old);
    await me(next);
    gateway.clock.advance(59_000);
    const again = await refresh(old);
    expect([outcome(again), again.data]).toEqual(['200 replayed', next]);
  });

  it('JFW-REF-04 row 6, SEC-SES-04 (SES-03): and unused even after 30 days', async () => {
    const old = await signIn();
    const { data: next } = await refresh(old);
    gateway.clock.advance(30 * 86_400_000);
    const again = await refresh(old);
    expect([outcome(again), again.data]).toEqual(['200 replayed', next]);
    expect(outcome(await refresh(again.data))).toBe('200 rotated');
  });

  it('JFW-REF-04 row 7 (T22): once the successor was used, not after 60 s', async () => {
    const old = await signIn();
    const { data: next } = await refresh(old);
    await me(next);
    gateway.clock.advance(61_000);
    expect([outcome(await refresh(old)), (await me(next)).code]).toEqual(['RefreshAuthKeyReused', 'AuthKeyInvalid']);
  });

  it('JFW-REF-04 rows 8 and 9: without a device code 60 s, used or not', async () => {
    const old = await signIn({});
    await refresh(old, {});
    gateway.clock.advance(59_000);
    expect(outcome(await refresh(old, {}))).toBe('200 replayed');
    gateway.clock.advance(2_000);
    expect(outcome(await refresh(old, {}))).toBe('RefreshAuthKeyReused');
  });

  it('JFW-REF-07: without the ring entry a replay is refused and the session stays', async () => {
    const old = await signIn();
    const { data: next } = await refresh(old);
    await gateway.store.update(AuthKeyEntity, { hash: keyDigest(next.authKey) }, { derivationVersion: 'gone' });
    expect(outcome(await refresh(old))).toBe('RefreshAuthKeyInvalid');
    expect((await me(next)).status).toBe(200);
  });

  it('JFW-REF-09: a blocked user is told, and nothing is consumed', async () => {
    const user = await gateway.addUser(brandId, { username: 'mia.wallace', password: PASSWORD });
    const { data } = await client().signIn('mia.wallace', PASSWORD, { 'X-Device-Code': 'phone-m' });
    await gateway.setUser(user, { status: 'Suspended' });
    expect(outcome(await refresh(data, {}))).toBe('UserSuspended');
    await gateway.setUser(user, { status: 'Active' });
    expect(outcome(await refresh(data, {}))).toBe('200 rotated');
  });

  it('JFW-REF-10: the headers of a refresh register', async () => {
    const keys = await signIn();
    const answer = await refresh(keys, { ...DEVICE, 'X-Device-Name': 'Renamed' });
    expect(answer.headers.get('x-device-status')).toBe('updated');
    const devices = await client()
      .with({ 'Auth-Key': answer.data.authKey })
      .get<{ name: string }[]>('users/me/devices');
    expect(devices.data.map(({ name }) => name)).toContain('Renamed');
  });

  it('SEC-SES-06: after a sign-out was answered no key of the family works, whatever runs beside it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const keys = await signIn();
      const [rotated] = await Promise.all([
        refresh(keys),
        client().with({ 'Auth-Key': keys.authKey }).post('users/auth/logout'),
      ]);
      const last = rotated.status === 200 ? rotated.data : keys;
      const session = await gateway.store.find(SessionEntity, { order: { id: 'DESC' }, take: 1 });
      if (session[0]?.revokedAt === null) continue;
      expect([(await me(last)).code, outcome(await refresh(last))]).toEqual([
        'AuthKeyInvalid',
        'RefreshAuthKeyInvalid',
      ]);
    }
  });

  it.each(NO_TEXTS)('SEC-IN-02 (INJ-01): a refreshAuthKey of %s is 400 and consumes nothing', async (value) => {
    const keys = await signIn();
    const body = `{"refreshAuthKey":${value.replace('KEY', keys.refreshAuthKey)}}`;
    const { status, errors } = await client().post('users/auth/refresh-auth-key', body);
    expect([status, errors[0]?.code, errors[0]?.field]).toEqual([400, 'RequestInvalid', 'refreshAuthKey']);
    expect(outcome(await refresh(keys))).toBe('200 rotated');
  });

  it('JFW-REF-03 (rows 6 and 4): without a code the bound device is the rotation device', async () => {
    const old = await signIn();
    const { data: next } = await refresh(old, {});
    gateway.clock.advance(61_000);
    expect([outcome(await refresh(old)), (await refresh(old)).data]).toEqual(['200 replayed', next]);
    expect(outcome(await refresh(old, OTHER))).toBe('RefreshAuthKeyReused');
  });

  it('JFW-REF-08, SEC-OT-01 (SES-01): a theft that two presentations find at once is one event', async () => {
    const [before, stolen] = [await thefts(), await signIn()];
    await refresh(stolen);
    const rotation = gateway.gateway.app.get(RotateSession);
    const waiting: (() => void)[] = [];
    const spy = jest.spyOn(rotation, 'endStolen').mockImplementation(async (...found) => {
      await new Promise<void>((go) => {
        if (waiting.push(go) === 2) for (const release of waiting) release();
      });
      return RotateSession.prototype.endStolen.apply(rotation, found);
    });
    const answers = await Promise.all([refresh(stolen, OTHER), refresh(stolen, OTHER)]);
    spy.mockRestore();
    expect([...answers.map(outcome), await thefts()]).toEqual([...Array(2).fill('RefreshAuthKeyReused'), before + 1]);
  });

  it('JFW-REF-09, JFW-DEV-08, JFW-HDR-10: a rejected device’s code is 405 and consumes nothing', async () => {
    const [keys] = [await signIn({}), await signIn({ 'X-Device-Code': 'phone-r' })];
    const device = { brandId, code: 'phone-r' };
    await gateway.store.update(DeviceEntity, device, { status: 'Locked' });
    const refused = await refresh(keys, { 'Device-Code': 'phone-r' });
    expect([refused.status, refused.code, refused.headers.get('allow')]).toEqual([405, 'DeviceRejected', 'POST']);
    await gateway.store.update(DeviceEntity, device, { status: 'Active' });
    expect(outcome(await refresh(keys, { 'X-Device-Code': 'phone-r' }))).toBe('200 rotated');
  });

  it('JFW-KEY-11: a refresh key slides for 60 days, the session ends where it was to end', async () => {
    const long = await gateway.addBrand('long.example', { rateLimits: PLENTY, refreshKeyAbsoluteLifetime: 8_640_000 });
    await gateway.addUser(long, { username: 'ada.lovelace', password: PASSWORD });
    const there = gateway.client('long.example');
    let { data } = await there.signIn('ada.lovelace', PASSWORD);
    for (const days of [59, 40]) {
      gateway.clock.advance(days * 86_400_000);
      ({ data } = await there.refresh(data.refreshAuthKey));
    }
    gateway.clock.advance(2 * 86_400_000);
    expect(outcome(await there.refresh(data.refreshAuthKey))).toBe('RefreshAuthKeyInvalid');
  });

  it('JFW-AUTH-12, JFW-BRD-03: no Auth-Key is read here, and an inactive brand consumes nothing', async () => {
    const [keys, stale] = [await signIn(), { ...DEVICE, 'Auth-Key': newKey('auth') }];
    await gateway.updateBrand(brandId, { status: 'Inactive' });
    const refused = await refresh(keys, stale);
    await gateway.updateBrand(brandId, { status: 'Active' });
    expect([outcome(refused), outcome(await refresh(keys, stale))]).toEqual(['BrandInactive', '200 rotated']);
  });
});
