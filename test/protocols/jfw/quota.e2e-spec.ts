import { IsNull } from 'typeorm';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import type { DeviceQuotaMode } from '../../../src/core/brands/brand-settings';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { UserEntity } from '../../../src/core/users/user.entity';
import { describeEngine } from '../../support/describe-engine';
import type { AuthData } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'copper lantern tide';
const PLENTY = { login: { limit: 1_000, seconds: 60 }, loginIdentifier: { limit: 1_000, seconds: 60 } };
const MINUTE = 60_000;

interface Limit {
  readonly deviceQuota: number;
  readonly devices: readonly { id: string; name: string; osDevice: string | null; loggedInAt: string }[];
}

describeEngine('device quota', () => {
  let gateway: TestGateway;
  let domain: string;
  let user: UserEntity;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.close());

  /** A brand of its own, with one user. */
  async function brandWith(deviceQuotaMode: DeviceQuotaMode, deviceQuota: number) {
    domain = `quota-${++count}.example`;
    const id = await gateway.addBrand(domain, { rateLimits: PLENTY, deviceQuota, deviceQuotaMode });
    user = await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
  }

  /** Signs in a minute after whatever was before, so that the order of sign-ins is plain. */
  function signIn(code: string | undefined, body: object = {}, headers: Readonly<Record<string, string>> = {}) {
    gateway.clock.advance(MINUTE);
    const device: Record<string, string> = code === undefined ? {} : { 'X-Device-Code': code };
    const credentials = { username: 'ada.lovelace', password: PASSWORD };
    const client = gateway.client(domain).with({ ...device, ...headers });
    return client.post<AuthData>('users/auth', { ...credentials, ...body });
  }

  const as = ({ authKey }: AuthData) => gateway.client(domain).with({ 'Auth-Key': authKey });
  const isAlive = async (keys: AuthData) => (await as(keys).get('users/me')).status === 200;

  /** Codes of the living links of the brand's users, by name. */
  async function living(owner = user): Promise<string[]> {
    const where = { brandId: owner.brandId, userId: owner.id, deletedAt: IsNull(), supersededAt: IsNull() };
    const links = await gateway.store.findBy(UserDeviceEntity, where);
    const devices = await gateway.store.findBy(DeviceEntity, { brandId: owner.brandId });
    return links.map(({ deviceId }) => devices.find(({ id }) => id === deviceId)?.code ?? '').sort();
  }

  async function deviceUid(code: string): Promise<string> {
    return (await gateway.store.findOneByOrFail(DeviceEntity, { brandId: user.brandId, code })).uid;
  }

  const evictions = () => gateway.store.countBy(AuditEventEntity, { event: 'device.evicted', brandId: user.brandId });
  const sessions = () => gateway.store.countBy(SessionEntity, { brandId: user.brandId });

  it('JFW-QUO-03 (T38): the sixth device evicts the oldest sign-in, not the oldest row', async () => {
    await brandWith('evict-oldest', 5);
    const keys: AuthData[] = [];
    for (const n of [1, 2, 3, 4, 5]) keys.push((await signIn(`d-${n}`, {}, { 'X-Device-Token': `token-${n}` })).data);
    const { data: again } = await signIn('d-1');
    const { data: sixth } = await signIn('d-6');
    expect(await living()).toEqual(['d-1', 'd-3', 'd-4', 'd-5', 'd-6']);
    expect((await as(keys[1] as AuthData).get('users/me')).code).toBe('AuthKeyInvalid');
    expect((await gateway.client(domain).refresh(keys[1]?.refreshAuthKey ?? '')).status).toBe(401);
    expect(await Promise.all([again, sixth, ...keys.slice(2)].map(isAlive))).toEqual([true, true, true, true, true]);
    const { id } = await gateway.store.findOneByOrFail(DeviceEntity, { brandId: user.brandId, code: 'd-2' });
    const evicted = await gateway.store.findOneByOrFail(UserDeviceEntity, { brandId: user.brandId, deviceId: id });
    expect([evicted.deletedAt === null, evicted.pushToken, evicted.pushTokenHash]).toEqual([false, null, null]);
    expect(await evictions()).toBe(1);
  });

  it('JFW-QUO-04 (T38): ten parallel sign-ins from ten devices leave exactly the quota', async () => {
    await brandWith('evict-oldest', 5);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => signIn(`p-${n}`)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    expect(await living()).toHaveLength(5);
    const alive = await Promise.all(answers.map(({ data }) => isAlive(data)));
    expect(alive.filter(Boolean)).toHaveLength(5);
    expect(await evictions()).toBe(5);
  });

  it('JFW-QUO-04, -05: ten parallel sign-ins under reject let exactly the quota in', async () => {
    await brandWith('reject', 3);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => signIn(`p-${n}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ code }) => code === 'DeviceLimitReached')).toHaveLength(7);
    expect([(await living()).length, await sessions()]).toEqual([3, 3]);
  });

  it('JFW-QUO-05 (T55): reject refuses a further device only, and only after the right password', async () => {
    await brandWith('reject', 1);
    const { data: first } = await signIn('d-1');
    expect((await signIn('d-2', { password: 'wrong lantern tide' })).code).toBe('UserCredentialsIncorrect');
    const further = await signIn('d-2');
    expect([further.status, further.code, further.data]).toEqual([409, 'DeviceLimitReached', null]);
    expect([await sessions(), await living(), await isAlive(first)]).toEqual([1, ['d-1'], true]);
    expect((await signIn('d-1')).status).toBe(200);
    expect((await signIn('d-2', { evictDeviceIds: [await deviceUid('d-1')] })).code).toBe('DeviceLimitReached');
    expect(await living()).toEqual(['d-1']);
  });

  it('JFW-QUO-06 (T55): confirm names the devices, and the chosen ones make room', async () => {
    await brandWith('confirm', 2);
    const { data: one } = await signIn('d-1', {}, { 'X-Os-Device': 'iOS', 'X-Device-Name': 'Phone' });
    const { data: two } = await signIn('d-2');
    const asked = await signIn('d-3');
    expect([asked.status, asked.code, asked.success]).toEqual([409, 'DeviceLimitConfirmationRequired', false]);
    const limit = asked.data as unknown as Limit;
    expect(limit.deviceQuota).toBe(2);
    expect(limit.devices.map(({ id }) => id).sort()).toEqual([await deviceUid('d-1'), await deviceUid('d-2')].sort());
    const phone = limit.devices.find(({ name }) => name === 'Phone');
    expect(Object.keys(phone ?? {}).sort()).toEqual(['id', 'lastAccessAt', 'loggedInAt', 'name', 'osDevice']);
    expect(phone?.loggedInAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    expect([await sessions(), await living()]).toEqual([2, ['d-1', 'd-2']]);
    const chosen = await signIn('d-3', { evictDeviceIds: [await deviceUid('d-2')] });
    expect([chosen.status, await living()]).toEqual([200, ['d-1', 'd-3']]);
    expect([await isAlive(one), await isAlive(two), await isAlive(chosen.data)]).toEqual([true, false, true]);
    expect(await evictions()).toBe(1);
  });

  it('JFW-QUO-06 (T55): a foreign, unknown or gone device among the chosen changes nothing', async () => {
    await brandWith('confirm', 2);
    const other = await gateway.addUser(user.brandId, { username: 'eve.polastri', password: PASSWORD });
    await gateway.client(domain).signIn('eve.polastri', PASSWORD, { 'X-Device-Code': 'e-1' });
    await signIn('d-1');
    await signIn('d-2');
    const evicted = await signIn('d-3', { evictDeviceIds: [await deviceUid('d-1')] });
    expect(evicted.status).toBe(200);
    const own = await deviceUid('d-2');
    for (const bad of [await deviceUid('e-1'), await deviceUid('d-1'), '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c', 'x']) {
      for (const evictDeviceIds of [[bad], [own, bad], []]) {
        const answer = await signIn('d-4', { evictDeviceIds });
        expect([bad, answer.status, answer.code]).toEqual([bad, 409, 'DeviceLimitConfirmationRequired']);
      }
    }
    expect([await living(), await living(other), await evictions()]).toEqual([['d-2', 'd-3'], ['e-1'], 1]);
  });

  it('JFW-QUO-02, -06: a lowered quota evicts nobody, until a further device needs all the places it lacks', async () => {
    await brandWith('confirm', 3);
    for (const code of ['d-1', 'd-2', 'd-3']) await signIn(code);
    await gateway.updateBrand(user.brandId, {
      settings: { rateLimits: PLENTY, deviceQuota: 2, deviceQuotaMode: 'confirm' },
    });
    expect((await signIn('d-1')).status).toBe(200);
    expect(await living()).toEqual(['d-1', 'd-2', 'd-3']);
    const [one, two] = [await deviceUid('d-1'), await deviceUid('d-2')];
    expect((await signIn('d-4', { evictDeviceIds: [one, one] })).code).toBe('DeviceLimitConfirmationRequired');
    expect((await signIn('d-4', { evictDeviceIds: [one, two] })).status).toBe(200);
    expect(await living()).toEqual(['d-3', 'd-4']);
  });

  it.each(['reject', 'confirm'] as const)(
    'JFW-QUO-07 (T55): under %s a further device on another request is not linked, and the request goes on',
    async (mode) => {
      await brandWith(mode, 1);
      const { data } = await signIn('d-1');
      const answer = await as(data).with({ 'X-Device-Code': 'd-2' }).get('users/me');
      expect([answer.status, answer.headers.get('x-device-status')]).toEqual([200, 'rejected']);
      expect([await living(), await isAlive(data)]).toEqual([['d-1'], true]);
    },
  );

  it('JFW-QUO-07: under evict-oldest a further device on another request evicts', async () => {
    await brandWith('evict-oldest', 2);
    const { data: one } = await signIn('d-1');
    const { data: two } = await signIn('d-2');
    const answer = await as(two).with({ 'X-Device-Code': 'd-3' }).get('users/me');
    expect([answer.status, answer.headers.get('x-device-status')]).toEqual([200, 'registered']);
    expect([await living(), await isAlive(one), await isAlive(two)]).toEqual([['d-2', 'd-3'], false, true]);
  });

  it('JFW-QUO-08, -01: a sign-in without device code is outside the quota, and null is no quota', async () => {
    await brandWith('reject', 1);
    await signIn('d-1');
    expect([(await signIn(undefined)).status, await living()]).toEqual([200, ['d-1']]);
    await gateway.updateBrand(user.brandId, { settings: { rateLimits: PLENTY, deviceQuotaMode: 'reject' } });
    expect([(await signIn('d-2')).status, await living()]).toEqual([200, ['d-1', 'd-2']]);
  });
});
