import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import { type BrandId, uuidv7 } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';
import { statementsOf } from '../../support/statement-count';

/** Every way to name a user in a path, with what the endpoint asks of others (jfw.md §22.1, §22.2). */
const ENDPOINTS: readonly (readonly [method: string, path: string, body: object | undefined])[] = [
  ['GET', '', undefined],
  ['PUT', '', { username: 'other.name' }],
  ['DELETE', '', undefined],
  ['PUT', '/change-password', { newPassword: 'a brand new phrase', confirmPassword: 'a brand new phrase' }],
  ['POST', '/activate', undefined],
  ['POST', '/deactivate', undefined],
  ['POST', '/lock', undefined],
  ['POST', '/unlock', undefined],
  ['POST', '/suspend', undefined],
  ['POST', '/unsuspend', undefined],
  ['PUT', '/type/Partner', undefined],
  ['GET', '/auth-keys', undefined],
  ['DELETE', '/auth-keys', undefined],
  ['DELETE', `/auth-keys/${uuidv7(1)}`, undefined],
];

/** The id forms of INJ-01, and a few that a database might take for more than they are. */
const NO_IDS = ['1abc', '%201', '01', '1e0', '1.0', '-1', '0', '1', '9007199254740993', 'true', 'null', "'%20OR%201=1"];

const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('who may do what to which user', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let childId: BrandId;
  let people: People;
  let children: People;
  let admin: Person;
  let ada: Person;
  let eve: Person;
  let root: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.updateBrand(await gateway.platformId(), { settings: { rateLimits: PLENTY } });
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    childId = await gateway.addBrand('child.example', { rateLimits: PLENTY }, brandId);
    people = new People(gateway, brandId, 'a.example');
    children = new People(gateway, childId, 'child.example');
    admin = await people.one({}, 'Admin');
    ada = await people.one();
    const stranger = new People(gateway, await gateway.addBrand('b.example', { rateLimits: PLENTY }), 'b.example');
    eve = await stranger.one();
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    root = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  });
  afterAll(() => gateway.close());

  const rows = () => gateway.store.find(UserEntity, { order: { id: 'ASC' } });

  it.each(ENDPOINTS)(
    'JFW-ADM-06: %s users/{id}%s without permission is 403, whoever is named',
    async (method, path, body) => {
      const before = await rows();
      const partner = await people.one({}, 'Partner');
      const names = [admin.user.uid, eve.user.uid, uuidv7(1), 'x', '0'];
      const answers: JfwAnswer[] = [];
      for (const name of names) answers.push(await ada.client.send(method, `users/${name}${path}`, body));
      answers.push(await partner.client.send(method, `users/${ada.user.uid}${path}`, body));
      expect(answers.map(told)).toEqual(answers.map(() => [403, 'AccessDenied']));
      expect(new Set(answers.map(({ text }) => plain(text))).size).toBe(1);
      expect(await rows()).toEqual([...before, expect.objectContaining({ uid: partner.user.uid })]);
    },
  );

  it.each(ENDPOINTS)(
    'SEC-TEN-04, SEC-IN-03 (INJ-01): %s users/{id}%s of another brand, or of no id, equals an unknown one',
    async (method, path, body) => {
      const before = await rows();
      const send = (name: string) => admin.client.send(method, `users/${name}${path}`, body);
      const unknown = await send(uuidv7(1));
      expect(told(unknown)).toEqual([404, 'UserNotFound']);
      for (const name of [eve.user.uid, ada.user.uid.toUpperCase(), `${ada.user.uid}%20`, `${eve.user.id}`, ...NO_IDS])
        expect([name, plain((await send(name)).text)]).toEqual([name, plain(unknown.text)]);
      expect(await rows()).toEqual(before);
      expect((await eve.client.get('users/me')).status).toBe(200);
    },
  );

  it('SEC-IN-03 (INJ-01): what is no id reaches no statement', async () => {
    await admin.client.get('users/me');
    const statements = await statementsOf(gateway, async () => {
      for (const name of NO_IDS) await admin.client.get(`users/${name}`);
      await admin.client.get('users/by-list-id?ids=1abc,0,1e0');
    });
    expect(statements.filter((statement) => /users/.test(statement))).toEqual([]);
  });

  it.each([
    ['GET', 'users/register', 405],
    ['GET', 'users/auth', 405],
    ['DELETE', 'users/me', 405],
    ['PUT', 'users/me', 405],
    ['DELETE', 'users/by-list-id', 405],
    ['PUT', 'users/Register', 405],
    ['POST', 'users/me/lock', 404],
    ['PUT', 'users/me/type/Admin', 404],
    ['GET', 'users/me/auth-keys/x', 405],
    ['GET', 'users/statistics', 404],
    ['GET', 'users/referrals', 404],
    ['GET', 'users/x/connections', 404],
    ['POST', 'users/x/erase', 404],
  ])('JFW-GEN-01, -08, §1: %s %s is nobody’s id', async (method, path, status) => {
    const code = status === 405 ? 'MethodNotAllowed' : 'RouteNotFound';
    expect(told(await root.send(method, path))).toEqual([status, code]);
    expect(told(await gateway.client('nobody.example').send(method, path))).toEqual([status, code]);
  });

  describe('another brand as target (T26)', () => {
    const target = (brandUrl: string) => ({ brandUrl });

    it('JFW-CAL-03, -04: an Admin of the parent, and a SuperAdmin, do in the child what its own Admin does', async () => {
      const kid = await children.one();
      for (const client of [admin.client, root]) {
        const path = `users/${kid.user.uid}`;
        const there = target('child.example');
        expect((await client.get(`${path}?brandUrl=child.example`)).data).toMatchObject({ id: kid.user.uid });
        expect((await client.get<{ totalItems: number }>('users?brandUrl=child.example')).data.totalItems).toBe(
          await gateway.store.countBy(UserEntity, { brandId: childId }),
        );
        const named = { username: kid.user.username, nickName: 'By the parent', ...there };
        expect((await client.put(path, named)).data).toMatchObject({ nickName: 'By the parent' });
        expect((await client.post(`${path}/suspend`, there)).status).toBe(200);
        expect(told(await kid.client.get('users/me'))).toEqual([403, 'UserSuspended']);
        expect((await client.post(`${path}/unsuspend?brandUrl=child.example`, there)).status).toBe(200);
        expect((await client.put(`${path}/type/Partner`, there)).status).toBe(200);
        expect((await client.put(`${path}/type/EndUser`, there)).status).toBe(200);
      }
      const there = target('child.example');
      const password = { newPassword: 'a brand new phrase', confirmPassword: 'a brand new phrase' };
      expect((await admin.client.put(`users/${kid.user.uid}/change-password`, { ...password, ...there })).status).toBe(
        200,
      );
      expect((await admin.client.delete(`users/${kid.user.uid}/auth-keys`, there)).status).toBe(200);
      expect((await admin.client.delete(`users/${kid.user.uid}?brandUrl=child.example`)).status).toBe(200);
    });

    it('JFW-CAL-04, JFW-AUD-02: the trail of the brand acted on names nobody of the other, and both know of it', async () => {
      const kid = await children.one();
      const crossings = async () => {
        await gateway.flush();
        const of = (brand: BrandId) =>
          gateway.store.countBy(AuditEventEntity, { brandId: brand, event: 'brand.crossed' });
        return [await of(brandId), await of(childId)];
      };
      const [above = 0, below = 0] = await crossings();
      await admin.client.post(`users/${kid.user.uid}/lock`, target('child.example'));
      expect(await crossings()).toEqual([above + 1, below + 1]);
      const change = { event: 'user.status_changed' as const, targetId: kid.user.uid };
      const [row] = await gateway.store.findBy(AuditEventEntity, change);
      expect([row?.brandId, row?.actorUserId]).toEqual([childId, null]);
    });

    it.each(ENDPOINTS)(
      'JFW-CAL-04: %s users/{id}%s up, aside or without permission is 403',
      async (method, path, body) => {
        const boss = await children.one({}, 'Admin');
        const before = await rows();
        const name = (person: Person) => `users/${person.user.uid}${path}`;
        const answers = [
          await boss.client.send(method, `${name(ada)}?brandUrl=a.example`, body),
          await boss.client.send(method, `${name(eve)}?brandUrl=b.example`, body),
          await admin.client.send(method, `${name(eve)}?brandUrl=b.example`, body),
          await ada.client.send(method, `${name(boss)}?brandUrl=child.example`, body),
        ];
        expect(answers.map(told)).toEqual(answers.map(() => [403, 'BrandCrossNotAllowed']));
        expect(await rows()).toEqual(before);
      },
    );

    it('JFW-ADM-08: from another brand nobody is "self" there', async () => {
      const self = await admin.client.get(`users/${admin.user.uid}?brandUrl=child.example`);
      expect(told(self)).toEqual([404, 'UserNotFound']);
    });

    it('JFW-ADM-05: a higher tier stays out of reach from any brand', async () => {
      const { data } = await root.get<{ id: string }>('users/me');
      const there = new People(gateway, await gateway.platformId(), 'localhost');
      const platformAdmin = await there.one({}, 'Admin');
      for (const [method, path, body] of ENDPOINTS) {
        if (method === 'GET') continue;
        const answer = await platformAdmin.client.send(method, `users/${data.id}${path}`, body);
        expect([method, path, ...told(answer)]).toEqual([method, path, 403, 'AccessDenied']);
      }
      expect((await root.get('users/me')).data).toMatchObject({ type: 'SuperAdmin', status: 'Active' });
    });
  });
});
