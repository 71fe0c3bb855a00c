import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { type BrandId, uuidv7 } from '../../../src/kernel/ids';
import { newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly isCurrent: boolean;
    readonly device: { readonly code: string } | null;
  }[];
  readonly totalItems: number;
}

const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('sessions of other users (JFW-EP-10 to -12)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let ada: Person;
  let other: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
  });
  beforeEach(async () => {
    ada = await people.one({ 'X-Device-Code': 'phone' });
    other = (await ada.signIn()).client;
  });
  afterAll(() => gateway.close());

  const path = (id = ada.user.uid) => `users/${id}/auth-keys`;
  const list = async (by = admin.client) => (await by.get<Listed>(path())).data;
  const alive = async () => [(await ada.client.get('users/me')).status, (await other.get('users/me')).status];

  it('JFW-SES-03, -05: lists them like the user’s own, newest first, none the caller’s, and no key', async () => {
    const answer = await admin.client.get<Listed>(`${path()}?pageSize=1`);
    expect(answer.data).toMatchObject({ totalItems: 2, items: [{ isCurrent: false, device: null }] });
    const own = (await ada.client.get<Listed>('users/me/auth-keys')).data;
    expect((await list()).items).toEqual(own.items.map((item) => ({ ...item, isCurrent: false })));
    expect(answer.text).not.toMatch(/bgk_|bgr_/);
    const mine = await admin.client.get<Listed>(path(admin.user.uid));
    expect(mine.data.items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(told(await admin.client.get(`${path()}?pageSize=0`))).toEqual([400, 'RequestInvalid']);
  });

  it('JFW-SES-05: ends one; another’s, a dead one’s and no id are not found', async () => {
    const [newest] = (await list()).items;
    const foreign = (await admin.client.get<Listed>(path(admin.user.uid))).data.items[0]?.id;
    for (const id of [foreign, uuidv7(1), 'x', '1', "' OR 1=1"])
      expect(told(await admin.client.delete(`${path()}/${id}`))).toEqual([404, 'AuthKeyNotFound']);
    expect((await admin.client.delete(`${path()}/${newest?.id}`)).data).toBe(true);
    expect(await alive()).toEqual([200, 401]);
    expect(told(await admin.client.delete(`${path()}/${newest?.id}`))).toEqual([404, 'AuthKeyNotFound']);
    const trail = { brandId, event: 'authkey.revoked' as const, targetId: newest?.id ?? '' };
    const rows = await gateway.store.findBy(AuditEventEntity, trail);
    expect(rows.map(({ actorUserId }) => actorUserId)).toEqual([admin.user.id]);
  });

  it('JFW-SES-05, JFW-TOK-02: ends all, and the devices lose their push tokens', async () => {
    const token = `token-${ada.user.id}`;
    await ada.client.with({ 'X-Device-Code': 'phone', 'X-Device-Token': token }).get('users/me');
    expect((await admin.client.delete(path())).data).toBe(true);
    expect([await alive(), await gateway.store.countBy(UserDeviceEntity, { pushToken: token })]).toEqual([
      [401, 401],
      0,
    ]);
    expect((await list()).totalItems).toBe(0);
    expect((await admin.client.delete(path(), 'null')).data).toBe(true);
  });

  it.each(['authKey', 'AuthKey', 'Auth-Key', 'auth_key'])(
    'JFW-SES-05, JFW-CAL-02, -06: with %s in the body only its session ends, whoever calls',
    async (member) => {
      const body = { [member]: ada.data.authKey };
      expect((await admin.client.delete(path(), body)).data).toBe(true);
      expect(await alive()).toEqual([401, 200]);
      expect(told(await admin.client.delete(path(), body))).toEqual([404, 'AuthKeyNotFound']);
    },
  );

  it('JFW-SES-05: an expired or superseded key names its session all the same', async () => {
    const { data } = await gateway.client('a.example').refresh(ada.data.refreshAuthKey, { 'X-Device-Code': 'phone' });
    expect((await admin.client.delete(path(), { authKey: ada.data.authKey })).data).toBe(true);
    const dead = gateway.client('a.example').with({ 'Auth-Key': data.authKey });
    expect(told(await dead.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
    expect((await other.get('users/me')).status).toBe(200);
  });

  it('JFW-SES-05, JFW-KEY-08: a key of somebody else, of another kind or of nobody is not found and ends nothing', async () => {
    const twin = new People(
      gateway,
      await gateway.addBrand(`twin-${ada.user.id}.example`),
      `twin-${ada.user.id}.example`,
    );
    const keys = [admin.data.authKey, ada.data.refreshAuthKey, (await twin.one()).data.authKey, newKey('auth'), 'x'];
    for (const authKey of keys)
      expect(told(await admin.client.delete(path(), { authKey }))).toEqual([404, 'AuthKeyNotFound']);
    expect(await alive()).toEqual([200, 200]);
  });

  it.each([[''], [' '], [0], [true], [[]], [{}]])(
    'SEC-IN-02 (INJ-01): an authKey of %j is no "all"',
    async (authKey) => {
      const answer = await admin.client.delete(path(), { authKey });
      expect([400, 404]).toContain(answer.status);
      expect(await alive()).toEqual([200, 200]);
    },
  );

  it('JFW-CAL-08: under legacyBodyCredentials the body’s key is the target as long as the header names the caller', async () => {
    const legacy = await gateway.addBrand(`old-${ada.user.id}.example`, {
      legacyBodyCredentials: true,
      rateLimits: PLENTY,
    });
    const old = new People(gateway, legacy, `old-${ada.user.id}.example`);
    const [boss, user] = [await old.one({}, 'Admin'), await old.one()];
    const answer = await boss.client.delete(`users/${user.user.uid}/auth-keys`, { authKey: user.data.authKey });
    expect([answer.status, (await user.client.get('users/me')).status]).toEqual([200, 401]);
    expect((await boss.client.get('users/me')).status).toBe(200);
  });

  it('JFW-ADM-05, -06: only with AUTHKEY.READ and .DELETE, for oneself too, and not a higher one’s', async () => {
    const { items } = await list();
    const refused = [
      await ada.client.get(path()),
      await ada.client.delete(path()),
      await ada.client.delete(`${path()}/${items[0]?.id}`),
      await ada.client.get(path(admin.user.uid)),
      await ada.client.get(path(uuidv7(1))),
      await ada.client.delete(path('x')),
    ];
    expect(refused.map(told)).toEqual(refused.map(() => [403, 'AccessDenied']));
    const platform = await gateway.platformId();
    await gateway.updateBrand(platform, { settings: { rateLimits: PLENTY } });
    const there = new People(gateway, platform, `localhost`);
    const [boss, root] = [await there.one({}, 'Admin'), await there.one({}, 'SuperAdmin')];
    expect((await boss.client.get(path(root.user.uid))).status).toBe(200);
    for (const body of [undefined, { authKey: root.data.authKey }])
      expect(told(await boss.client.delete(path(root.user.uid), body))).toEqual([403, 'AccessDenied']);
    expect((await root.client.get('users/me')).status).toBe(200);
  });

  it('SEC-TEN-04, JFW-ADM-06: a user of another brand equals none', async () => {
    const twin = new People(
      gateway,
      await gateway.addBrand(`far-${ada.user.id}.example`),
      `far-${ada.user.id}.example`,
    );
    const eve = await twin.one();
    for (const method of ['GET', 'DELETE']) {
      const [foreign, missing] = [
        await admin.client.send(method, path(eve.user.uid)),
        await admin.client.send(method, path(uuidv7(1))),
      ];
      expect([told(foreign), plain(foreign.text)]).toEqual([[404, 'UserNotFound'], plain(missing.text)]);
    }
    expect((await eve.client.get('users/me')).status).toBe(200);
  });
});
