import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { installationActor } from '../../src/core/audit/actor';
import { installationCaller } from '../../src/core/roles/caller';
import { PERMISSIONS } from '../../src/core/roles/permission';
import { RoleRepository } from '../../src/core/roles/role.repository';
import { RoleServiceRepository } from '../../src/core/roles/role-service.repository';
import { UserAppRoleEntity } from '../../src/core/roles/user-app-role.entity';
import { UserRoleEntity } from '../../src/core/roles/user-role.entity';
import { AssignRolesFlow } from '../../src/flows/assign-roles/assign-roles.flow';
import { SaveRoleFlow } from '../../src/flows/save-role/save-role.flow';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import type { JfwAnswer } from '../support/jfw-client';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

interface Named {
  readonly id: string;
}

const BURST = 50;
const PATIENCE_MS = 60_000;
const ADMIN_PERMISSIONS = PERMISSIONS.filter((p) => p !== 'BRAND.CREATE' && p !== 'DEVICE_TOKEN.READ');

/** How often each answer came. */
function tally(answers: readonly JfwAnswer<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = code === undefined ? `${status}` : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describeEngine('roles given, taken and changed at the same time', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => gateway.close());

  const burst = <T>(send: (n: number) => Promise<JfwAnswer<T>>) =>
    Promise.all(Array.from({ length: BURST }, (_, n) => send(n)));
  const create = async (permissions: readonly string[] = []): Promise<Named> => {
    const code = `role-${(count += 1)}`;
    return (await admin.client.post<Named>('roles', { code, name: code, permissions })).data;
  };

  it(
    'fifty roles of one code: one is made (409 for the others)',
    async () => {
      const answers = await burst(() => admin.client.post('roles', { code: 'once', name: 'Once' }));
      expect(tally(answers)).toEqual({ 201: 1, '409 RoleAlreadyExists': BURST - 1 });
    },
    PATIENCE_MS,
  );

  it(
    'fifty grants of one role to one person: held once, told once',
    async () => {
      const [ada, role] = [await people.one(), await create(['ROLE.READ'])];
      const answers = await burst(() => admin.client.post(`users/${ada.user.uid}/roles?roleIds=${role.id}`));
      expect(tally(answers)).toEqual({ 200: BURST });
      expect(await gateway.store.countBy(UserRoleEntity, { brandId, userId: ada.user.id })).toBe(2);
      const told = { brandId, event: 'user.roles_changed' as const, targetId: ada.user.uid };
      expect(await gateway.store.countBy(AuditEventEntity, told)).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'grants and revocations of many roles at once: what is held is what the trail says, and what the gate honours',
    async () => {
      const ada = await people.one();
      const roles = await Promise.all(Array.from({ length: 5 }, () => create(['ROLE.READ'])));
      await burst((n) => {
        const path = `users/${ada.user.uid}/roles?roleIds=${roles[n % 5]?.id}`;
        return n % 3 === 0 ? admin.client.delete(path) : admin.client.post(path);
      });
      const where = { brandId, event: 'user.roles_changed' as const, targetId: ada.user.uid };
      const trail = await gateway.store.find(AuditEventEntity, { where, order: { id: 'ASC' } });
      const held = new Set<string>();
      for (const { details } of trail) {
        const { added = [], removed = [] } = details as { added?: string[]; removed?: string[] };
        for (const code of added) {
          expect(held.has(code)).toBe(false);
          held.add(code);
        }
        for (const code of removed) expect(held.delete(code)).toBe(true);
      }
      const { data } = await admin.client.get<{ code: string }[]>(`users/${ada.user.uid}/roles`);
      expect(data.map(({ code }) => code).sort()).toEqual(['EndUser', ...held].sort());
      expect((await ada.client.get('roles')).status).toBe(held.size > 0 ? 200 : 403);
    },
    PATIENCE_MS,
  );

  it(
    'sixteen permissions added by sixteen requests at once are all there; so are those left after taking half',
    async () => {
      const role = await create();
      const path = `roles/${role.id}/permissions`;
      const add = ADMIN_PERMISSIONS.map((permission) => admin.client.post(`${path}?permissions=${permission}`));
      expect(tally(await Promise.all(add))).toEqual({ 200: 16 });
      expect((await admin.client.get(path)).data).toEqual(ADMIN_PERMISSIONS);
      const half = ADMIN_PERMISSIONS.filter((_, i) => i % 2 === 0);
      await Promise.all(half.map((permission) => admin.client.delete(`${path}?permissions=${permission}`)));
      expect((await admin.client.get(path)).data).toEqual(ADMIN_PERMISSIONS.filter((p) => !half.includes(p)));
    },
    PATIENCE_MS,
  );

  it(
    'a role that is given to fifty people while it is deleted leaves no trace',
    async () => {
      const crowd: Person[] = [];
      while (crowd.length < 10) crowd.push(await people.one());
      for (let round = 0; round < 5; round += 1) {
        const role = await create(['ROLE.READ']);
        const give = crowd.map(({ user }) => admin.client.post(`users/${user.uid}/roles?roleIds=${role.id}`));
        const [deleted, ...given] = await Promise.all([admin.client.delete(`roles/${role.id}`), ...give]);
        expect(deleted.status).toBe(200);
        expect(given.filter(({ status, code }) => status !== 200 && code !== 'RoleNotFound')).toEqual([]);
        for (const { user, client } of crowd) {
          expect(await gateway.store.countBy(UserRoleEntity, { brandId, userId: user.id })).toBe(1);
          expect((await client.get('roles')).status).toBe(403);
        }
      }
    },
    PATIENCE_MS,
  );

  it(
    'fifty settings of a role within an app leave one',
    async () => {
      const [ada, app] = [await people.one(), (await admin.client.post<Named>('apps', { name: 'burst' })).data];
      const roles = [await create(), await create()];
      const path = `users/${ada.user.uid}/apps/${app.id}/role`;
      const answers = await burst((n) => admin.client.put(path, { roleId: roles[n % 2]?.id }));
      expect(tally(answers)).toEqual({ 200: BURST });
      expect(await gateway.store.countBy(UserAppRoleEntity, { brandId, userId: ada.user.id })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'an app deleted while roles are set in it takes them along',
    async () => {
      const [role, crowd] = [await create(), [await people.one(), await people.one(), await people.one()]];
      for (let round = 0; round < 5; round += 1) {
        const app = (await admin.client.post<Named>('apps', { name: `gone-${round}` })).data;
        const set = crowd.map(({ user }) =>
          admin.client.put(`users/${user.uid}/apps/${app.id}/role`, { roleId: role.id }),
        );
        const answers = await Promise.all([...set, admin.client.delete(`apps/${app.id}`)]);
        const allowed = ['200', '404 AppNotFound'];
        expect(Object.keys(tally(answers)).filter((name) => !allowed.includes(name))).toEqual([]);
        expect(await gateway.store.countBy(UserAppRoleEntity, { brandId })).toBe(1);
      }
    },
    PATIENCE_MS,
  );

  it('JFW-ADM-05: a permission that comes to a role while it is being given is judged as well', async () => {
    const { app } = gateway.gateway;
    const [ada, helper, role] = [await people.one(), await people.one(), await create(['USER.READ'])];
    const own = await create(['ROLE.UPDATE', 'USER.READ']);
    await admin.client.post(`users/${helper.user.uid}/roles?roleIds=${own.id}`);
    const roles = app.get(RoleRepository);
    const lock = roles.lock.bind(roles);
    // Just before the helper's request takes the role, the installation adds what the helper lacks.
    jest.spyOn(roles, 'lock').mockImplementationOnce(async (store, ...rest) => {
      await store.query('UPDATE roles SET permissions = ? WHERE uid = ?', ['["USER.READ","USER.DELETE"]', role.id]);
      return lock(store, ...rest);
    });
    const answer = await helper.client.post(`users/${ada.user.uid}/roles?roleIds=${role.id}`);
    expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
    expect(await gateway.store.countBy(UserRoleEntity, { brandId, userId: ada.user.id })).toBe(1);
  });

  it('a service deleted while a role is given access to it: 404 and nothing is left', async () => {
    const config = { baseUrl: 'https://orders.example.com' };
    const service = (await admin.client.post<Named>('services', { name: 'short-lived', config })).data;
    const role = await create();
    const access = gateway.gateway.app.get(RoleServiceRepository);
    const replace = access.replace.bind(access);
    jest.spyOn(access, 'replace').mockImplementationOnce(async (store, ...rest) => {
      await store.query('DELETE FROM services WHERE uid = ?', [service.id]);
      return replace(store, ...rest);
    });
    const services = [{ serviceId: service.id, component: '*', verbs: ['GET'] }];
    const answer = await admin.client.put(`roles/${role.id}/services`, { services });
    expect([answer.status, answer.code]).toEqual([404, 'ServiceNotFound']);
    expect((await admin.client.get(`roles/${role.id}/services`)).data).toEqual([]);
  });

  it('the command line may do all of it, and the trail says so', async () => {
    const { app } = gateway.gateway;
    const [ada, actor, caller] = [await people.one(), installationActor(brandId, 'cli'), installationCaller(brandId)];
    const draft = { code: 'by-hand', name: 'By hand', description: null, isActive: true };
    const role = await app
      .get(SaveRoleFlow)
      .create(actor, caller, { ...draft, permissions: ['ROLE.READ'] }, gateway.clock.now());
    expect((await ada.client.get('roles')).status).toBe(403);
    await app.get(AssignRolesFlow).give(actor, caller, { userUids: [ada.user.uid], roleUids: [role.uid] });
    expect((await ada.client.get('roles')).status).toBe(200);
    const event = await gateway.store.findOneByOrFail(AuditEventEntity, { brandId, targetId: role.uid });
    expect([event.event, event.actorUserId, event.userAgent]).toEqual(['role.created', null, 'cli']);
  });
});
