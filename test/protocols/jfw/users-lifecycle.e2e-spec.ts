import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { RoleEntity } from '../../../src/core/roles/role.entity';
import { UserRoleEntity } from '../../../src/core/roles/user-role.entity';
import { UserEntity, type UserStatus } from '../../../src/core/users/user.entity';
import { type BrandId, uuidv7 } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const STATUSES: readonly UserStatus[] = ['Inactive', 'Active', 'Suspended', 'Locked'];
const ACTIONS = ['activate', 'deactivate', 'lock', 'unlock', 'suspend', 'unsuspend'] as const;
const TABLE: Readonly<Record<string, UserStatus>> = {
  ...{ 'Inactive activate': 'Active', 'Active deactivate': 'Inactive', 'Active lock': 'Locked' },
  ...{ 'Locked unlock': 'Active', 'Active suspend': 'Suspended', 'Suspended unsuspend': 'Active' },
};

const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('states and types of users', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let ada: Person;
  let root: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.updateBrand(await gateway.platformId(), { settings: { rateLimits: PLENTY } });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    root = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  });
  beforeEach(async () => {
    ada = await people.one();
  });
  afterAll(() => gateway.close());

  const act = (action: string, { user } = ada, by = admin) => by.client.post(`users/${user.uid}/${action}`);
  const rowOf = ({ user }: Person) => gateway.store.findOneByOrFail(UserEntity, { brandId, id: user.id });
  const events = ({ user }: Person, event: 'user.status_changed' | 'user.type_changed') =>
    gateway.store.findBy(AuditEventEntity, { event, targetId: user.uid });

  describe('states (JFW-EP-27 to -29)', () => {
    it.each(STATUSES.flatMap((status) => ACTIONS.map((action) => [action, status] as const)))(
      'JFW-USR-05: %s of an account that is %s',
      async (action, status) => {
        await gateway.setUser(ada.user, { status });
        const answer = await act(action);
        const to = TABLE[`${status} ${action}`];
        expect([...told(answer), answer.data]).toEqual(
          to === undefined ? [409, 'UserStatusConflict', null] : [200, undefined, true],
        );
        expect((await rowOf(ada)).status).toBe(to ?? status);
        const trail = (await events(ada, 'user.status_changed')).map(({ details, actorUserId }) => [
          details,
          actorUserId,
        ]);
        expect(trail).toEqual(to === undefined ? [] : [[{ action, from: status, to }, admin.user.id]]);
      },
    );

    it.each([['null'], ['{}'], [''], [undefined]])('JFW-GEN-04 (T6b): the body %j is none', async (body) => {
      for (const action of ['lock', 'unlock', 'suspend', 'unsuspend', 'deactivate', 'activate']) {
        expect((await admin.client.post(`users/${ada.user.uid}/${action}`, body)).status).toBe(200);
      }
    });

    it('JFW-KEY-09, -10, JFW-AUTH-05 (T21, T58): a blocked account’s key waits, and works again afterwards', async () => {
      const told403 = async () => told(await ada.client.get('users/me'));
      const signIn = async () => told(await gateway.client('a.example').signIn(ada.user.username ?? '', PASSWORD));
      for (const [block, free, code] of [
        ['suspend', 'unsuspend', 'UserSuspended'],
        ['lock', 'unlock', 'UserLocked'],
        ['deactivate', 'activate', 'UserInactive'],
      ] as const) {
        await act(block);
        expect([await told403(), await signIn()]).toEqual([
          [403, code],
          [403, code],
        ]);
        const refresh = await gateway.client('a.example').refresh(ada.data.refreshAuthKey);
        expect(told(refresh)).toEqual([403, code]);
        await act(free);
        expect([await told403(), await signIn()]).toEqual([
          [200, undefined],
          [200, undefined],
        ]);
      }
    });

    it('JFW-USR-05, -06 (T58): unlock takes an automatic lock away, with its count; nothing else sees one', async () => {
      const lockedUntil = gateway.clock.now() + 600_000;
      await gateway.setUser(ada.user, { lockedUntil, failedSignIns: 10 });
      expect((await admin.client.get(`users/${ada.user.uid}`)).data).toMatchObject({ status: 'Locked' });
      expect((await ada.client.get('users/me')).status).toBe(200);
      expect(told(await act('activate'))).toEqual([409, 'UserStatusConflict']);
      expect((await act('unlock')).data).toBe(true);
      expect(await rowOf(ada)).toMatchObject({ status: 'Active', lockedUntil: null, failedSignIns: 0 });
      expect((await ada.signIn()).answer.status).toBe(200);
      expect(told(await act('unlock'))).toEqual([409, 'UserStatusConflict']);
    });

    it('JFW-USR-05: an automatic lock that has passed is none; a hard stop is one until it is unlocked', async () => {
      await gateway.setUser(ada.user, { lockedUntil: gateway.clock.now() - 1, failedSignIns: 10 });
      expect(told(await act('unlock'))).toEqual([409, 'UserStatusConflict']);
      await gateway.setUser(ada.user, { failedSignIns: 100 });
      const refused = await gateway.client('a.example').signIn(ada.user.username ?? '', PASSWORD);
      expect(told(refused)).toEqual([401, 'OtpRequired']);
      expect((await act('unlock')).status).toBe(200);
      expect((await ada.signIn()).answer.status).toBe(200);
    });

    it('JFW-USR-05: both locks at once go at once', async () => {
      await gateway.setUser(ada.user, {
        status: 'Locked',
        lockedUntil: gateway.clock.now() + 600_000,
        failedSignIns: 10,
      });
      expect((await act('unlock')).status).toBe(200);
      expect(await rowOf(ada)).toMatchObject({ status: 'Active', lockedUntil: null, failedSignIns: 0 });
    });

    it('JFW-ADM-05: nobody changes their own state', async () => {
      for (const action of ACTIONS) expect(told(await act(action, admin))).toEqual([403, 'AccessDenied']);
      expect((await rowOf(admin)).status).toBe('Active');
    });

    it('SEC-REV-02: another gateway on the database honours a state at latest after a second', async () => {
      const second = await TestGateway.start({ database: gateway.database });
      const there = second.client('a.example').with({ 'Auth-Key': ada.data.authKey });
      expect((await there.get('users/me')).status).toBe(200);
      await act('suspend');
      second.clock.advance(1_001);
      expect(told(await there.get('users/me'))).toEqual([403, 'UserSuspended']);
      await second.close();
    });
  });

  describe('types (JFW-EP-30)', () => {
    const give = (type: string, { user } = ada, by: JfwClient = admin.client, body?: unknown) =>
      by.put(`users/${user.uid}/type/${type}`, body);
    const typeOf = async ({ user }: Person) => (await admin.client.get(`users/${user.uid}`)).data['type'];

    it('JFW-ADM-01, -04, -07: one seeded role takes the place of the other, at once and audited', async () => {
      expect(told(await ada.client.get('users'))).toEqual([403, 'AccessDenied']);
      for (const type of ['Admin', 'Partner', 'EndUser', 'Admin']) expect((await give(type)).data).toBe(true);
      expect(await typeOf(ada)).toBe('Admin');
      expect((await ada.client.get('users')).status).toBe(200);
      expect(await gateway.store.countBy(UserRoleEntity, { brandId, userId: ada.user.id })).toBe(1);
      expect((await give('EndUser', ada, admin.client, 'null')).status).toBe(200);
      expect(told(await ada.client.get('users'))).toEqual([403, 'AccessDenied']);
      const [first, ...rest] = await events(ada, 'user.type_changed');
      expect([first?.details, rest.length]).toEqual([{ from: 'EndUser', to: 'Admin' }, 4]);
    });

    it('JFW-ADM-01: custom roles stay', async () => {
      const at = { createdAt: 1, modifiedAt: 1 };
      const texts = { uid: uuidv7(1), code: 'editor', name: 'Editor', description: null, number: 99 };
      const kind = { kind: 'Custom' as const, isActive: true, permissions: ['DEVICE.READ'] as const };
      await gateway.store.insert(RoleEntity, { brandId, ...texts, ...kind, ...at });
      const { id } = await gateway.store.findOneByOrFail(RoleEntity, { brandId, code: 'editor' });
      await gateway.store.insert(UserRoleEntity, { brandId, userId: ada.user.id, roleId: id });
      await give('Partner');
      const { data } = await admin.client.get(`users/${ada.user.uid}`);
      expect((data['roles'] as { code: string }[]).map(({ code }) => code).sort()).toEqual(['Partner', 'editor']);
      expect(data['type']).toBe('Partner');
    });

    it('JFW-EP-30: the type held already changes nothing and is not in the trail', async () => {
      expect((await give('EndUser')).data).toBe(true);
      expect(await events(ada, 'user.type_changed')).toEqual([]);
    });

    it.each(['Root', 'admin', 'ENDUSER', 'editor', '0', '%20Admin', 'constructor'])(
      'JFW-EP-30: there is no type %s',
      async (type) => {
        expect(told(await give(type))).toEqual([400, 'UserTypeInvalid']);
        expect(told(await give(type, { ...ada, user: { ...ada.user, uid: 'x' } }))).toEqual([400, 'UserTypeInvalid']);
      },
    );

    it('JFW-ADM-03 to -05 (T62): SuperAdmin only in the platform brand, and no Admin gives what they lack', async () => {
      const platform = { brandUrl: 'a.example' };
      expect(told(await give('SuperAdmin', ada, root, platform))).toEqual([400, 'UserTypeInvalid']);
      expect(told(await give('SuperAdmin', ada, admin.client))).toEqual([403, 'AccessDenied']);
      const there = new People(gateway, await gateway.platformId(), 'localhost');
      const [user, platformAdmin] = [await there.one(), await there.one({}, 'Admin')];
      expect(told(await give('SuperAdmin', user, platformAdmin.client))).toEqual([403, 'AccessDenied']);
      expect((await give('SuperAdmin', user, root)).data).toBe(true);
      expect((await user.client.get('users/me')).data['type']).toBe('SuperAdmin');
      expect(told(await give('EndUser', user, platformAdmin.client))).toEqual([403, 'AccessDenied']);
      expect((await give('EndUser', user, root)).status).toBe(200);
    });

    it('JFW-ADM-04, -05: not for Partners, whatever a custom role allows, nor for oneself', async () => {
      const partner = await people.one({}, 'Partner');
      const at = { createdAt: 1, modifiedAt: 1 };
      const texts = { uid: uuidv7(1), code: 'all', name: 'All', description: null, number: 98 };
      const { permissions } = await gateway.store.findOneByOrFail(RoleEntity, { brandId, code: 'Admin' });
      const kind = { kind: 'Custom' as const, isActive: true, permissions };
      await gateway.store.insert(RoleEntity, { brandId, ...texts, ...kind, ...at });
      const { id } = await gateway.store.findOneByOrFail(RoleEntity, { brandId, code: 'all' });
      await gateway.store.insert(UserRoleEntity, { brandId, userId: partner.user.id, roleId: id });
      const { client } = await partner.signIn();
      expect((await client.get('users')).status).toBe(200);
      for (const type of ['EndUser', 'Partner', 'Admin'])
        expect(told(await give(type, ada, client))).toEqual([403, 'AccessDenied']);
      // What the custom role allows reaches its own tier and no further (JFW-ADM-05).
      expect(told(await client.post(`users/${admin.user.uid}/lock`))).toEqual([403, 'AccessDenied']);
      expect((await client.post(`users/${ada.user.uid}/lock`)).status).toBe(200);
      for (const type of ['EndUser', 'Admin']) expect(told(await give(type, admin))).toEqual([403, 'AccessDenied']);
      expect(await typeOf(admin)).toBe('Admin');
    });
  });
});
