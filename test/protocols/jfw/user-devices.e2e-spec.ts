import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';

interface Link {
  readonly id: string;
  readonly code: string;
  readonly userId: string;
  readonly token: string | null;
  readonly tokenKind: string | null;
  readonly session: string | null;
  readonly tags: string | null;
  readonly userDeviceStatus: string;
  readonly isMobileApp: boolean;
}

const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('links of users and devices', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  /** A device that its creator sees and nobody is linked with. */
  const made = async (by: Person) => {
    const body = {
      type: 'Mobile',
      name: 'Phone',
      osDevice: 'iOS',
      appVersionNumber: '1.0',
      code: `made-${(count += 1)}`,
    };
    return (await by.client.post<{ id: string; code: string }>('devices', body)).data;
  };
  const linksOf = async ({ client }: Person) => (await client.get<Link[]>('users/me/devices')).data;
  const linkOf = (person: Person, deviceId: string) => `users/${person.user.uid}/devices/${deviceId}`;
  const holderOf = async (token: string) =>
    (await gateway.store.findOneBy(UserDeviceEntity, { brandId, pushToken: token }))?.userId ?? null;

  describe('POST, PUT and DELETE users/{userId}/devices/{deviceId}', () => {
    it('JFW-DEV-17, -21: JFW’s own flow: make a device, link oneself, change, remove', async () => {
      const ada = await people.one();
      const device = await made(ada);
      const body = { token: 'own-flow', tokenKind: 'fid', session: 's-1', tags: 'home', userDeviceStatus: 'Online' };
      const linked = await ada.client.post(linkOf(ada, device.id), body);
      expect([linked.status, linked.data]).toEqual([201, true]);
      expect(await linksOf(ada)).toMatchObject([
        {
          code: device.code,
          userId: ada.user.uid,
          token: '...own-flow',
          tokenKind: 'fid',
          session: 's-1',
          tags: 'home',
        },
      ]);
      expect(told(await ada.client.post(linkOf(ada, device.id)))).toEqual([409, 'UserDeviceAlreadyExists']);
      const put = await ada.client.put(linkOf(ada, device.id), { session: null, token: null });
      expect([put.status, put.data]).toEqual([200, true]);
      expect(await linksOf(ada)).toMatchObject([{ token: '...own-flow', session: null, tags: 'home' }]);
      const code = { 'X-Device-Code': device.code };
      expect((await ada.client.delete(linkOf(ada, device.id))).data).toBe(true);
      const again = await ada.signIn();
      expect(told(await again.client.with(code).get('users/me'))).toEqual([405, 'DeviceRejected']);
      expect(told(await again.client.delete(linkOf(ada, device.id)))).toEqual([404, 'DeviceNotFound']);
      expect(await holderOf('own-flow')).toBeNull();
    });

    it('JFW-DEV-21: a Deleted link comes back with DEVICE.UPDATE only', async () => {
      const ada = await people.one({ 'X-Device-Code': 'comes-back' });
      const admin = await people.one({}, 'Admin');
      const id = (await linksOf(ada))[0]?.id ?? '';
      await admin.client.delete(linkOf(ada, id));
      const { client } = await ada.signIn();
      expect(told(await client.post(linkOf(ada, id)))).toEqual([405, 'DeviceRejected']);
      expect((await admin.client.post(linkOf(ada, id))).status).toBe(201);
      expect((await client.with({ 'X-Device-Code': 'comes-back' }).get('users/me')).status).toBe(200);
    });

    it('JFW-DEV-11, -21: neither other users nor devices that are not visible', async () => {
      const [ada, bob] = [await people.one(), await people.one({ 'X-Device-Code': `bobs-${(count += 1)}` })];
      const admin = await people.one({}, 'Admin');
      const bobs = (await linksOf(bob))[0]?.id ?? '';
      expect(told(await ada.client.post(linkOf(bob, bobs)))).toEqual([403, 'AccessDenied']);
      const [foreign, unknown] = [await ada.client.post(linkOf(ada, bobs)), await ada.client.post(linkOf(ada, NOBODY))];
      expect([told(foreign), plain(foreign.text)]).toEqual([[404, 'DeviceNotFound'], plain(unknown.text)]);
      expect(told(await admin.client.post(`users/${NOBODY}/devices/${bobs}`))).toEqual([404, 'UserNotFound']);
      expect(told(await admin.client.put(linkOf(ada, bobs), {}))).toEqual([404, 'DeviceNotFound']);
      expect(told(await ada.client.delete(linkOf(bob, bobs)))).toEqual([403, 'AccessDenied']);
      expect(told(await ada.client.put(linkOf(bob, bobs), {}))).toEqual([403, 'AccessDenied']);
    });

    it('JFW-DEV-21: Deleted in the body equals DELETE, Offline lasts until the next access', async () => {
      const code = { 'X-Device-Code': 'offline' };
      const ada = await people.one(code);
      const id = (await linksOf(ada))[0]?.id ?? '';
      await ada.client.put(linkOf(ada, id), { userDeviceStatus: 'Offline' });
      expect((await linksOf(ada))[0]?.userDeviceStatus).toBe('Offline');
      await ada.client.with(code).get('users/me');
      expect((await linksOf(ada))[0]?.userDeviceStatus).toBe('Online');
      expect(told(await ada.client.post(linkOf(ada, id), { userDeviceStatus: 'Deleted' }))).toEqual([
        400,
        'RequestInvalid',
      ]);
      expect((await ada.client.put(linkOf(ada, id), { userDeviceStatus: 'Deleted' })).data).toBe(true);
      expect(told(await ada.client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
    });

    it.each([
      [{ token: 'no good!' }, 'DeviceTokenInvalid'],
      [{ token: 7 }, 'RequestInvalid'],
      [{ tokenKind: 'apns' }, 'RequestInvalid'],
      [{ userDeviceStatus: 'Away' }, 'RequestInvalid'],
      [{ tags: {} }, 'RequestInvalid'],
    ])('JFW-EP-53, -54: %j is 400 %s', async (body, code) => {
      const ada = await people.one({ 'X-Device-Code': `bad-${(count += 1)}` });
      const id = (await linksOf(ada))[0]?.id ?? '';
      expect(told(await ada.client.put(linkOf(ada, id), body))).toEqual([400, code]);
    });

    it('JFW-TOK-02: a placeholder takes no token away', async () => {
      const ada = await people.one({ 'X-Device-Code': 'keeps', 'X-Device-Token': 'keeps-it' });
      const id = (await linksOf(ada))[0]?.id ?? '';
      for (const token of ['', 'null', 'undefined']) await ada.client.put(linkOf(ada, id), { token });
      expect(await holderOf('keeps-it')).toBe(ada.user.id);
    });

    it.each(['reject', 'confirm'] as const)('JFW-QUO-07: under %s there is no room for one more', async (mode) => {
      const domain = `${mode}.example`;
      const other = await gateway.addBrand(domain, { deviceQuota: 1, deviceQuotaMode: mode, rateLimits: PLENTY });
      const ada = await new People(gateway, other, domain).one({ 'X-Device-Code': 'the-one' });
      const device = await made(ada);
      expect(told(await ada.client.post(linkOf(ada, device.id)))).toEqual([409, 'DeviceLimitReached']);
      expect(told(await ada.client.put('users/me/devices', { code: 'another' }))).toEqual([409, 'DeviceLimitReached']);
      expect((await linksOf(ada)).map(({ code }) => code)).toEqual(['the-one']);
    });

    it('JFW-QUO-03: under evict-oldest the oldest sign-in goes, with its key', async () => {
      const other = await gateway.addBrand('evict.example', { deviceQuota: 1, rateLimits: PLENTY });
      const ada = await new People(gateway, other, 'evict.example').one({ 'X-Device-Code': 'old' });
      const { client } = await ada.signIn();
      const { data } = await client.post<{ id: string }>('devices', {
        ...{ type: 'Web', name: 'New', osDevice: 'x', appVersionNumber: '1', code: 'new' },
      });
      expect((await client.post(linkOf(ada, data.id))).status).toBe(201);
      expect(told(await ada.client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
    });
  });

  describe('GET users/{userId}/devices', () => {
    it('JFW-EP-52: one’s own, with DEVICE.READ those of others, with their user id', async () => {
      const ada = await people.one({
        'X-Device-Code': 'ep52-phone',
        'X-Os-Device': 'iOS',
        'X-Device-Token': 'ep52-token-text',
      });
      await ada.client.with({ 'X-Device-Code': 'ep52-web' }).get('users/me');
      const [bob, admin] = [await people.one(), await people.one({}, 'Admin')];
      const path = `users/${ada.user.uid}/devices`;
      expect((await ada.client.get<Link[]>(path)).data).toHaveLength(2);
      expect(told(await bob.client.get(path))).toEqual([403, 'AccessDenied']);
      const { data } = await admin.client.get<Link[]>(`${path}?isMobileApp=true`);
      expect(data).toMatchObject([{ code: 'ep52-phone', userId: ada.user.uid, token: '...ken-text' }]);
      expect(told(await admin.client.get(`users/${NOBODY}/devices`))).toEqual([404, 'UserNotFound']);
    });

    it('JFW-TOK-13: whole tokens with DEVICE_TOKEN.READ only, which a super administrator has', async () => {
      const ada = await people.one({ 'X-Device-Code': 'whole', 'X-Device-Token': 'a-whole-token' });
      const path = `users/${ada.user.uid}/devices`;
      const admin = await people.one({}, 'Admin');
      expect((await admin.client.get<Link[]>(path)).data[0]?.token).toBe('...le-token');
      const platform = gateway.client('localhost');
      const { data } = await platform.signIn(ADMIN.username, ADMIN.password);
      const root = platform.with({ 'Auth-Key': data.authKey });
      expect((await root.get<Link[]>(`${path}?brandUrl=a.example`)).data[0]?.token).toBe('a-whole-token');
    });
  });

  describe('PUT users/me/devices', () => {
    it('JFW-DEV-23: the body first, headers fill what it lacks', async () => {
      const ada = await people.one();
      const headers = { 'X-Device-Code': 'report', 'X-Device-Name': 'From%20header', 'X-Os-Device': 'ios' };
      const body = { code: ' report ', name: 'From body', type: 'SmartDevice', token: 'report-token', tags: 'kitchen' };
      const { status, data } = await ada.client.with(headers).put<Link>('users/me/devices', body);
      expect([status, data]).toMatchObject([
        200,
        {
          code: 'report',
          name: 'From body',
          osDevice: 'iOS',
          type: 'SmartDevice',
          token: '...rt-token',
          tags: 'kitchen',
        },
      ]);
      expect(await linksOf(ada)).toEqual([data]);
    });

    it('JFW-DEV-23: the code in neither, in both and different, or none at all', async () => {
      const { client } = await people.one();
      const put = (body: object, headers: Record<string, string> = {}) =>
        client.with(headers).put('users/me/devices', body);
      expect(told(await put({}))).toEqual([400, 'DeviceCodeRequired']);
      expect(told(await put({ code: 'one' }, { 'X-Device-Code': 'two' }))).toEqual([400, 'DeviceCodeMismatch']);
      expect(told(await put({ code: 'a b' }))).toEqual([400, 'DeviceCodeInvalid']);
      expect(told(await put({ code: 'fine', token: '??' }))).toEqual([400, 'DeviceTokenInvalid']);
      expect((await put({ code: 'only-body' })).status).toBe(200);
      expect((await put({}, { 'Device-Code': 'only-body' })).status).toBe(200);
    });

    it('JFW-DEV-08: a device that is closed for all is rejected', async () => {
      const { client } = await people.one({ 'X-Device-Code': 'closed-for-all' });
      await gateway.store.update(DeviceEntity, { brandId, code: 'closed-for-all' }, { status: 'Locked' });
      expect(told(await client.put('users/me/devices', { code: 'closed-for-all' }))).toEqual([405, 'DeviceRejected']);
    });

    it('JFW-KEY-13: it binds a session that has no device yet', async () => {
      const ada = await people.one();
      await ada.client.put('users/me/devices', { code: 'binds' });
      await ada.client.with({ 'Device-Code': 'binds' }).delete('devices/current');
      expect(told(await ada.client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
    });
  });

  describe('POST devices/refresh-token', () => {
    it('JFW-TOK-10 (T42): without oldToken, or with the same, the device of the code header', async () => {
      const code = { 'X-Device-Code': 't42' };
      const ada = await people.one({ ...code, 'X-Device-Token': 't42-old' });
      const renew = (body: object, headers: Record<string, string> = code) =>
        ada.client.with(headers).post('devices/refresh-token', body);
      expect((await renew({ oldToken: null, newToken: 't42-a' })).data).toBe(true);
      expect((await renew({ oldToken: 't42-b', newToken: 't42-b' }, { 'Device-Code': 't42' })).data).toBe(true);
      expect((await renew({ newToken: 't42-b' })).data).toBe(true);
      expect(await holderOf('t42-b')).toBe(ada.user.id);
      expect(told(await renew({ newToken: 't42-c' }, {}))).toEqual([400, 'DeviceCodeRequired']);
      expect(told(await renew({ newToken: 't42-c' }, { 'Device-Code': 'nobodys' }))).toEqual([404, 'DeviceNotFound']);
    });

    it('JFW-TOK-10 (T42): by the old token, the own one only', async () => {
      const ada = await people.one({ 'X-Device-Code': 't42-ada', 'X-Device-Token': 't42-of-ada' });
      const bob = await people.one({ 'X-Device-Code': 't42-bob', 'X-Device-Token': 't42-of-bob' });
      const renew = (body: object, headers: Record<string, string> = {}) =>
        ada.client.with(headers).post('devices/refresh-token', body);
      expect(told(await renew({ oldToken: 'unknown', newToken: 'new' }))).toEqual([404, 'DeviceNotFound']);
      expect(told(await renew({ oldToken: 't42-of-bob', newToken: 'new' }))).toEqual([404, 'DeviceNotFound']);
      const elsewhere = await renew({ oldToken: 't42-of-ada', newToken: 'new' }, { 'Device-Code': 't42-bob' });
      expect(told(elsewhere)).toEqual([400, 'DeviceCodeMismatch']);
      expect([await holderOf('t42-of-ada'), await holderOf('t42-of-bob')]).toEqual([ada.user.id, bob.user.id]);
      expect((await renew({ oldToken: 't42-of-ada', newToken: 't42-new' })).data).toBe(true);
      expect([await holderOf('t42-of-ada'), await holderOf('t42-new')]).toEqual([null, ada.user.id]);
    });

    it.each(['', 'null', 'has blanks', undefined, 7])('JFW-TOK-10: newToken %j is refused', async (newToken) => {
      const { client } = await people.one({ 'X-Device-Code': 't42-bad' });
      const answer = await client.with({ 'X-Device-Code': 't42-bad' }).post('devices/refresh-token', { newToken });
      const isText = typeof newToken === 'string' && newToken !== '';
      expect(told(answer)).toEqual([400, isText ? 'DeviceTokenInvalid' : 'RequestInvalid']);
    });

    it('JFW-TOK-05, -10: false while a newer sign-in of somebody else keeps the token', async () => {
      const phone = { 'X-Device-Code': 't42-shared' };
      const ada = await people.one({ ...phone, 'X-Device-Token': 't42-kept' });
      const bob = await people.one({ ...phone, 'X-Device-Token': 't42-kept' });
      const again = await ada.client.with(phone).post('devices/refresh-token', { newToken: 't42-kept' });
      expect([again.status, again.data]).toEqual([200, false]);
      expect(await holderOf('t42-kept')).toBe(bob.user.id);
    });

    it('JFW-DEV-10: a rejected device stays rejected', async () => {
      const ada = await people.one({ 'X-Device-Code': 't42-rejected' });
      await gateway.store.update(DeviceEntity, { brandId, code: 't42-rejected' }, { status: 'Inactive' });
      const answer = await ada.client
        .with({ 'Device-Code': 't42-rejected' })
        .post('devices/refresh-token', { newToken: 'x' });
      expect(told(answer)).toEqual([405, 'DeviceRejected']);
    });
  });
});
