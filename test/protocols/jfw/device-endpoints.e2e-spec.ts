import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, plain, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const BODY = { type: 'Mobile', name: 'Tablet', osDevice: 'android', appVersionNumber: '1.0.0' };

interface Device {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly status: string;
}

interface List {
  readonly items: Device[];
  readonly totalItems: number;
  readonly pageNumber: number;
  readonly pageSize: number;
}

const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('device endpoints', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  it('JFW-DEV-17: POST creates by code, updates what is visible, and links nobody', async () => {
    const { client } = await people.one();
    const created = await client.post<Device>('devices', {
      ...BODY,
      code: 'made',
      imei: '49-015420',
      status: 'Locked',
    });
    expect([created.status, created.data]).toMatchObject([
      201,
      { code: 'made', type: 'Mobile', osDevice: 'Android', status: 'Active', testMode: false, imei: null },
    ]);
    expect((await client.get<Device[]>('users/me/devices')).data).toEqual([]);
    const updated = await client.post<Device>('devices', {
      ...BODY,
      code: ' made ',
      name: 'Kitchen',
      appVersionNumber: 'x',
    });
    expect([updated.status, updated.data]).toMatchObject([
      200,
      { id: created.data.id, name: 'Kitchen', appVersionFlag: 'Unparseable' },
    ]);
    const stored = await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code: 'made' });
    expect(stored.imei).toBe('49-015420');
  });

  it('JFW-DEV-17: a code that somebody else holds is 409, and nothing changes', async () => {
    await people.one({ 'X-Device-Code': 'taken', 'X-Device-Name': 'Theirs' });
    const { client } = await people.one();
    expect(told(await client.post('devices', { ...BODY, code: 'taken' }))).toEqual([409, 'DeviceAlreadyExists']);
    expect((await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code: 'taken' })).name).toBe('Theirs');
  });

  it('JFW-DEV-17: twenty parallel creations make one device', async () => {
    const { client } = await people.one({}, 'Admin');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.post('devices', { ...BODY, code: 'rush' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201]);
  });

  it('JFW-DEV-17: status, isDefault and testMode count with DEVICE.CREATE', async () => {
    const { client } = await people.one({}, 'Admin');
    const marks = { status: 'Suspended', isDefault: true, testMode: true };
    const { data } = await client.post('devices', { ...BODY, code: 'marked', ...marks });
    expect(data).toMatchObject(marks);
  });

  it.each([
    ['type', { type: 'Toaster' }, 'RequestInvalid'],
    ['code', { code: 'a b' }, 'DeviceCodeInvalid'],
    ['name', { name: '  ' }, 'RequestInvalid'],
    ['name', { name: undefined }, 'RequestInvalid'],
    ['osDevice', { osDevice: 7 }, 'RequestInvalid'],
    ['appVersionNumber', { appVersionNumber: null }, 'RequestInvalid'],
    ['avatarURL', { avatarURL: 'javascript:alert(1)' }, 'RequestInvalid'],
    ['status', { status: 'Gone' }, 'RequestInvalid'],
    ['tags', { tags: ['x'] }, 'RequestInvalid'],
  ])('JFW-EP-36: a bad %s is told: %j', async (field, member, code) => {
    const { client } = await people.one();
    const answer = await client.post('devices', { ...BODY, code: 'bad-body', ...member });
    expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, code, field]);
  });

  it('SEC-BF (devices): an account adds ten devices in ten minutes, an administrator as many as needed', async () => {
    const { client } = await people.one();
    const admin = await people.one({}, 'Admin');
    const statuses = async (by: typeof client, prefix: string) => {
      const answers: number[] = [];
      for (let i = 0; i < 11; i += 1)
        answers.push((await by.post('devices', { ...BODY, code: `${prefix}-${i}` })).status);
      return answers;
    };
    expect(await statuses(client, 'flood')).toEqual([...Array<number>(10).fill(201), 429]);
    expect(await statuses(admin.client, 'stock')).toEqual(Array(11).fill(201));
  });

  it('JFW-DEV-11 (T41): another user’s device is a missing one, to read, change and delete', async () => {
    const owner = await people.one({ 'X-Device-Code': 'private' });
    const { client } = await people.one();
    const id = (await owner.client.get<Device[]>('users/me/devices')).data[0]?.id ?? '';
    for (const missing of ['0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c', 'no-uuid', '%27%20OR%201=1']) {
      for (const call of ['get', 'put', 'delete'] as const) {
        const body = call === 'put' ? { name: 'Mine now' } : undefined;
        const send = (name: string) => client.send(call.toUpperCase(), `devices/${name}`, body);
        const [foreign, unknown] = [await send(id), await send(missing)];
        expect([told(foreign), plain(foreign.text)]).toEqual([[404, 'DeviceNotFound'], plain(unknown.text)]);
      }
    }
    expect((await owner.client.get('users/me')).status).toBe(200);
    expect((await owner.client.get<Device>(`devices/${id}`)).data.name).toBe('Unknown');
  });

  it('JFW-DEV-11, -12: a creator and an administrator see it, identity members only the latter', async () => {
    const { client } = await people.one();
    const admin = await people.one({}, 'Admin');
    const { data } = await client.post<Device>('devices', { ...BODY, code: 'seen', imei: '123', phoneNumber: '+8490' });
    expect((await client.get(`devices/${data.id}`)).data).toMatchObject({ imei: null, phoneNumber: null });
    expect((await admin.client.get(`devices/${data.id}`)).data).toMatchObject({ imei: '123', phoneNumber: '+8490' });
  });

  it.each(['PUT', 'PATCH'])('JFW-EP-39, JFW-FMT-04: %s changes, null clears, absent stays', async (method) => {
    const { client } = await people.one({ 'X-Device-Code': `change-${method}` });
    const { data } = await client.get<Device[]>('users/me/devices');
    const path = `devices/${data[0]?.id}`;
    const full = { name: 'Phone', tags: 'a,b', avatarURL: 'https://cdn.example.com/x.png', status: 'Locked' };
    expect((await client.send(method, path, full)).data).toMatchObject({ ...full, status: 'Active' });
    const { data: after } = await client.send(method, path, { name: 'Phone 2', tags: null });
    expect(after).toMatchObject({ name: 'Phone 2', tags: null, avatarURL: full.avatarURL });
    expect(told(await client.send(method, path, { tags: 'x' }))).toEqual([400, 'RequestInvalid']);
  });

  it('JFW-EP-39, JFW-DEV-08: an administrator locks a device: its requests stop, and it is in the trail', async () => {
    const owner = await people.one({ 'X-Device-Code': 'lockable' });
    const { client } = await people.one({}, 'Admin');
    const named = owner.client.with({ 'X-Device-Code': 'lockable' });
    const { data } = await client.get<Device>('devices/by-code/lockable');
    expect((await named.get('users/me')).status).toBe(200);
    await client.put(`devices/${data.id}`, { name: 'Locked phone', status: 'Locked' });
    expect(told(await named.get('users/me'))).toEqual([405, 'DeviceRejected']);
    const event = await gateway.store.findOneByOrFail(AuditEventEntity, { brandId, event: 'device.status_changed' });
    expect(event).toMatchObject({ targetId: data.id, details: { from: 'Active', to: 'Locked' } });
  });

  it('JFW-EP-42, -43, JFW-DEV-19: the current device is renamed, then removed with its key', async () => {
    const { client } = await people.one({ 'X-Device-Code': 'mine-1', 'X-Device-Token': 'mine-token' });
    const named = client.with({ 'Device-Code': 'mine-1' });
    expect((await named.put('devices/current', { name: 'Renamed', tags: 't' })).data).toMatchObject({
      name: 'Renamed',
    });
    expect(told(await client.put('devices/current', { name: 'x' }))).toEqual([400, 'DeviceCodeRequired']);
    expect((await named.delete('devices/current')).data).toBe(true);
    expect(told(await client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
  });

  it('JFW-DEV-18: an administrator removes a device from all its users, a user from themself alone', async () => {
    const phone = { 'X-Device-Code': 'family' };
    const [one, two, three] = [await people.one(phone), await people.one(phone), await people.one(phone)];
    const admin = await people.one({}, 'Admin');
    const { data } = await admin.client.get<Device>('devices/by-code/family');
    expect((await one.client.delete(`devices/${data.id}`)).data).toBe(true);
    expect([(await one.client.get('users/me')).status, (await two.client.get('users/me')).status]).toEqual([401, 200]);
    expect((await admin.client.delete(`devices/${data.id}`)).data).toBe(true);
    expect([(await two.client.get('users/me')).status, (await three.client.get('users/me')).status]).toEqual([
      401, 401,
    ]);
    const again = await one.signIn();
    expect(told(await again.client.delete(`devices/${data.id}`))).toEqual([405, 'DeviceRejected']);
    const events = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'device.revoked' });
    expect(events.filter(({ actorUserId }) => actorUserId === admin.user.id)).toHaveLength(2);
  });

  it('JFW-DEV-13: the own devices, and no one else’s without DEVICE.READ', async () => {
    const { client, user } = await people.one({ 'X-Device-Code': 'list-own' });
    const other = await people.one({ 'X-Device-Code': 'list-other' });
    const codes = (answer: JfwAnswer<List>) => answer.data.items.map(({ code }) => code);
    expect(codes(await client.get<List>('devices'))).toEqual(['list-own']);
    expect(codes(await client.get<List>(`devices?userId=${user.uid}`))).toEqual(['list-own']);
    expect(told(await client.get(`devices?userId=${other.user.uid}`))).toEqual([403, 'AccessDenied']);
    const admin = await people.one({}, 'Admin');
    expect(codes(await admin.client.get<List>(`devices?UserID=${other.user.uid}`))).toEqual(['list-other']);
  });

  it('JFW-EP-37, JFW-FMT-05, -06, -11: filters, pages and order', async () => {
    const other = await gateway.addBrand('lists.example', { rateLimits: PLENTY });
    const { client } = await new People(gateway, other, 'lists.example').one({}, 'Admin');
    const add = (code: string, more: object) => client.post('devices', { ...BODY, code, ...more });
    await add('L-1', { name: 'Đèn bàn', osDevice: 'iOS', isMobileApp: true });
    await add('L-2', { name: '50%_off', type: 'Web', testMode: true });
    await add('l-1', { name: 'plain', status: 'Locked' });
    const found = async (query: string) =>
      (await client.get<List>(`devices?${query}`)).data.items.map(({ code }) => code);
    expect(await found('code=L-1')).toEqual(['L-1']);
    expect(await found('name=%C4%91%C3%88N%20B%C3%80N')).toEqual(['L-1']);
    expect(await found('deviceName=PLAIN')).toEqual(['l-1']);
    expect(await found('keywords=%25_')).toEqual(['L-2']);
    expect(await found('keywords=l-1')).toEqual(['L-1', 'l-1']);
    expect(await found('type=web&testMode=1')).toEqual(['L-2']);
    expect(await found('isMobileApp=TRUE')).toEqual(['L-1']);
    expect(await found('status=locked')).toEqual(['l-1']);
    expect(await found('status=unheard&code=a%20b')).toEqual([]);
    expect(await found('sortDataField=name&sortOrder=desc')).toEqual(['L-1', 'l-1', 'L-2']);
    const { data } = await client.get<List>('devices?pageSize=2&pageNumber=1');
    expect(data).toMatchObject({ items: [{ code: 'l-1' }], totalItems: 3, pageNumber: 1, pageSize: 2 });
    for (const bad of ['sortDataField=imei', 'sortOrder=up', 'pageSize=0', 'pageNumber=-1', 'testMode=maybe']) {
      expect(told(await client.get(`devices?${bad}`))).toEqual([400, 'RequestInvalid']);
    }
  });

  it('JFW-DEV-14: by code and by list of codes, without those that are not visible', async () => {
    const { client } = await people.one({ 'X-Device-Code': 'code-own' });
    await people.one({ 'X-Device-Code': 'code-other' });
    expect((await client.get<Device>('devices/by-code/code-own')).data.code).toBe('code-own');
    expect(told(await client.get('devices/by-code/code-other'))).toEqual([404, 'DeviceNotFound']);
    expect(told(await gateway.client('a.example').get('devices/by-code/code-own'))).toEqual([401, 'AuthKeyRequired']);
    const query = 'codes[0]=code-own&codes[1]=code-other&codes[2]=nobodys';
    const list = await client.get<Device[]>(`devices/by-list-code?${query}`);
    expect(list.data.map(({ code }) => code)).toEqual(['code-own']);
    const many = Array.from({ length: 101 }, (_, i) => `codes[${i}]=c${i}`).join('&');
    expect(told(await client.get(`devices/by-list-code?${many}`))).toEqual([400, 'RequestInvalid']);
  });

  it('JFW-DEV-15: the users of a device, masked for whoever may not know them', async () => {
    const phone = { 'X-Device-Code': 'users-of' };
    const [one, two] = [await people.one(phone), await people.one(phone)];
    const admin = await people.one({}, 'Admin');
    const { data } = await admin.client.get<Device>('devices/by-code/users-of');
    const masked = {
      emailAddress: 'e***@e***',
      phoneNumber: `+8*****${one.user.phoneNumber?.slice(-2)}`,
      nickName: null,
      avatar: null,
      roles: [],
      packageId: null,
      packageCode: null,
    };
    const users = (by: typeof one.client, path: string) => by.get<{ id: string; emailAddress: string }[]>(path);
    const anonymous = await users(gateway.client('a.example'), `devices/${data.id}/users`);
    expect(anonymous.data[0]).toEqual({ id: one.user.uid, code: one.user.code, ...masked });
    const own = await users(two.client, `devices/by-code/users-of/users`);
    expect(own.data.map(({ emailAddress }) => emailAddress)).toEqual(['e***@e***', two.user.emailAddress]);
    const full = await users(admin.client, `devices/${data.id}/users`);
    expect(full.data[0]).toMatchObject({ emailAddress: one.user.emailAddress, roles: ['EndUser'] });
    expect(told(await gateway.client('a.example').get('devices/no-such/users'))).toEqual([404, 'DeviceNotFound']);
    const stranger = await people.one();
    expect(told(await stranger.client.get('devices/by-code/users-of/users'))).toEqual([404, 'DeviceNotFound']);
  });

  it('JFW-DEV-20: whether a user may use a device', async () => {
    const { client, user } = await people.one({ 'X-Device-Code': 'usable' });
    const other = await people.one();
    const admin = await people.one({}, 'Admin');
    const check = (by: typeof client, uid: string, code: string) =>
      by.get(`devices/check-user-access?userId=${uid}&deviceCode=${code}`);
    expect((await check(client, user.uid, 'usable')).data).toBe(true);
    expect((await check(client, user.uid, 'unheard-of')).data).toBe(false);
    expect((await check(admin.client, 'nobody', 'usable')).data).toBe(false);
    expect((await check(admin.client, other.user.uid, 'usable')).data).toBe(false);
    expect(told(await check(other.client, user.uid, 'usable'))).toEqual([403, 'AccessDenied']);
    expect(told(await check(client, user.uid, ''))).toEqual([400, 'RequestInvalid']);
    await gateway.store.update(DeviceEntity, { brandId, code: 'usable' }, { status: 'Suspended' });
    expect(told(await check(client, user.uid, 'usable'))).toEqual([405, 'DeviceRejected']);
  });

  it('JFW-DEV-24: new devices per day and month, for who may read devices', async () => {
    const other = await gateway.addBrand('counts.example', { rateLimits: PLENTY });
    const { client } = await new People(gateway, other, 'counts.example').one({}, 'Admin');
    const at = (text: string) => Date.parse(`${text}Z`);
    for (const [code, created] of [
      ['s1', '2026-01-31T23:59:59.900'],
      ['s2', '2026-02-01T00:00:00'],
      ['s3', '2026-02-01T12:00:00'],
      ['s4', '2026-03-01T00:00:00'],
    ] as const) {
      await client.post('devices', { ...BODY, code });
      await gateway.store.update(DeviceEntity, { brandId: other, code }, { createdAt: at(created) });
    }
    const span = 'startDate=2026-01-31%2023:59:59&endDate=2026-02-28%2023:59:59';
    expect((await client.get(`devices/statistics?${span}`)).data).toEqual([
      { date: '2026-01-31', quantity: 1 },
      { date: '2026-02-01', quantity: 2 },
    ]);
    expect((await client.get(`devices/statistics?${span}&typeResponse=month`)).data).toEqual([
      { date: '2026-01', quantity: 1 },
      { date: '2026-02', quantity: 2 },
    ]);
    await client.post('devices', { ...BODY, code: 's5' });
    const today = new Date(gateway.clock.now()).toISOString().slice(0, 10);
    expect((await client.get('devices/statistics')).data).toEqual([{ date: today, quantity: 1 }]);
    for (const bad of ['startDate=yesterday', 'endDate=2026-02-31%2000:00:00', `${span}&typeResponse=WEEK`]) {
      expect(told(await client.get(`devices/statistics?${bad}`))).toEqual([400, 'RequestInvalid']);
    }
    const backwards = 'startDate=2026-02-02%2000:00:00&endDate=2026-02-01%2000:00:00';
    expect(told(await client.get(`devices/statistics?${backwards}`))).toEqual([400, 'RequestInvalid']);
    const { client: user } = await people.one();
    expect(told(await user.get('devices/statistics'))).toEqual([403, 'AccessDenied']);
  });

  it('JFW-CAL-03, -04: another brand’s devices only for who may cross, and only with the permission', async () => {
    const child = await gateway.addBrand('child.example', { rateLimits: PLENTY }, brandId);
    const theirs = await new People(gateway, child, 'child.example').one({ 'X-Device-Code': 'child-device' });
    const admin = await people.one({}, 'Admin');
    const user = await people.one();
    const path = 'devices/by-code/child-device?brandUrl=child.example';
    expect((await admin.client.get<Device>(path)).data.code).toBe('child-device');
    expect(told(await admin.client.get('devices/by-code/child-device'))).toEqual([404, 'DeviceNotFound']);
    expect(told(await user.client.get(path))).toEqual([403, 'BrandCrossNotAllowed']);
    const up = await theirs.client.get('devices?brandUrl=a.example');
    expect(told(up)).toEqual([403, 'BrandCrossNotAllowed']);
    const { data } = await admin.client.get<List>('devices?brandUrl=child.example');
    expect(data.items.map(({ code }) => code)).toEqual(['child-device']);
    const body = { ...BODY, code: 'made-across', brandUrl: 'child.example' };
    expect((await admin.client.post('devices', body)).status).toBe(201);
    expect(await gateway.store.countBy(DeviceEntity, { brandId: child, code: 'made-across' })).toBe(1);
  });
});
