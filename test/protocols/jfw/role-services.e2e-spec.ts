import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { RoleServiceEntity } from '../../../src/core/roles/role-service.entity';
import { UserAppRoleEntity } from '../../../src/core/roles/user-app-role.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

interface Named {
  readonly id: string;
}
interface Row {
  readonly serviceId: string | null;
  readonly component: string;
  readonly verbs: readonly string[];
  readonly verbMask: number;
}

const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('what roles do with services, and within apps (DF-ACC-01, -05)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let service: Named;
  let app: Named;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
    const config = { baseUrl: 'https://orders.example.com' };
    service = (await admin.client.post<Named>('services', { name: 'orders', config })).data;
    app = (await admin.client.post<Named>('apps', { name: 'mobile' })).data;
  });
  afterAll(() => gateway.close());

  const create = async (...permissions: readonly string[]): Promise<Named> => {
    const code = `role-${(count += 1)}`;
    return (await admin.client.post<Named>('roles', { code, name: code, permissions })).data;
  };
  const holderOf = async (...permissions: readonly string[]) => {
    const [person, role] = [await people.one(), await create(...permissions)];
    await admin.client.post(`users/${person.user.uid}/roles`, { roleIds: [role.id] });
    return person;
  };
  const roleIn = ({ user }: Person, appId = app.id) => `users/${user.uid}/apps/${appId}/role`;

  describe('PUT roles/{id}/services', () => {
    it('takes the place of the list before, by verbs or by mask, and answers it', async () => {
      const role = await create();
      const path = `roles/${role.id}/services`;
      const services = [
        { serviceId: service.id, component: '/_table/*/', verbs: ['GET', 'PATCH'] },
        { serviceId: null, component: '*', verbMask: 0 },
        {
          ...{ serviceId: service.id, component: '_table/orders', verbMask: 31, requestorMask: 3, filterOp: 'OR' },
          filters: [{ name: 'owner', operator: '=', value: '{user.id}', extra: 'dropped' }],
        },
      ];
      const put = await admin.client.put<Row[]>(path, { services });
      expect([put.status, put.data]).toEqual([
        200,
        [
          {
            ...{ serviceId: service.id, component: '_table/*', verbs: ['GET', 'PATCH'], verbMask: 9 },
            ...{ requestorMask: 1, filters: [], filterOp: 'AND' },
          },
          {
            ...{ serviceId: null, component: '*', verbs: [], verbMask: 0 },
            ...{ requestorMask: 1, filters: [], filterOp: 'AND' },
          },
          {
            ...{ serviceId: service.id, component: '_table/orders', verbMask: 31, requestorMask: 3, filterOp: 'OR' },
            ...{ verbs: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
            filters: [{ name: 'owner', operator: '=', value: '{user.id}' }],
          },
        ],
      ]);
      expect((await admin.client.get(path)).data).toEqual(put.data);
      await admin.client.put(path, { services: [] });
      expect((await admin.client.get(path)).data).toEqual([]);
    });

    it('a row that stays keeps its number, one that is said twice is one row', async () => {
      const role = await create();
      const path = `roles/${role.id}/services`;
      const [one, two] = ['a', 'b'].map((component) => ({ serviceId: service.id, component, verbs: ['GET'] }));
      const numbers = async () => {
        const rows = await gateway.store.find(RoleServiceEntity, { where: { brandId }, order: { id: 'ASC' } });
        return rows
          .filter(({ component }) => 'ab'.includes(component))
          .map(({ component, number }) => [component, number]);
      };
      await admin.client.put(path, { services: [one, two, one] });
      const before = await numbers();
      await admin.client.put(path, { services: [{ ...one, verbs: ['PUT'] }, two] });
      const after = await numbers();
      expect(before.map(([component]) => component)).toEqual(['a', 'b']);
      expect(after.find(([component]) => component === 'b')).toEqual(before[1]);
      expect(after.find(([component]) => component === 'a')?.[1]).toBeGreaterThan(Number(before[1]?.[1]));
    });

    it.each([
      [{ component: 'a', verbs: ['GET'], serviceId: null }, 'services'],
      [{ component: '*' }, 'services'],
      [{ component: '*', verbs: ['GET'], verbMask: 2 }, 'services'],
      [{ component: '*', verbs: ['HEAD'] }, 'services.0.verbs'],
      [{ component: '*', verbMask: 32 }, 'services.0.verbMask'],
      [{ component: '*', verbMask: '31' }, 'services.0.verbMask'],
      [{ component: '*', verbMask: 1, requestorMask: 0 }, 'services.0.requestorMask'],
      [{ component: '*', verbMask: 1, filterOp: 'XOR' }, 'services.0.filterOp'],
      [{ component: '*', verbMask: 1, filters: [{ name: 'x' }] }, 'services.0.filters.0.operator'],
      [{ component: '*', verbMask: 1, filters: [7] }, 'services.0.filters'],
      [{ verbMask: 1 }, 'services.0.component'],
      [{ component: 'a*', verbMask: 1, serviceId: NOBODY }, 'services'],
      [{ component: 'a/*/b', verbMask: 1, serviceId: NOBODY }, 'services'],
      [{ component: 'a(1,2)', verbMask: 1, serviceId: NOBODY }, 'services'],
    ])('%j is 400 with field %s', async (row, field) => {
      const role = await create();
      const answer = await admin.client.put(`roles/${role.id}/services`, { services: [row] });
      expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
    });

    it('all or nothing: an unknown service, and what was there stays', async () => {
      const role = await create();
      const path = `roles/${role.id}/services`;
      const row = { component: '*', verbs: ['GET'], serviceId: service.id };
      await admin.client.put(path, { services: [row] });
      for (const serviceId of [NOBODY, 'nonsense']) {
        const answer = await admin.client.put(path, {
          services: [
            { ...row, verbs: [] },
            { ...row, serviceId },
          ],
        });
        expect(told(answer)).toEqual([404, 'ServiceNotFound']);
      }
      expect((await admin.client.get<Row[]>(path)).data).toMatchObject([{ verbMask: 1 }]);
    });

    it('DF-SVC-07, JFW-ADM-05: only administrators decide it, whoever has ROLE.UPDATE, and not those a role binds', async () => {
      const [role, helper, bound] = [
        await create(),
        await holderOf('ROLE.UPDATE', 'ROLE.READ'),
        await people.one({}, 'Admin'),
      ];
      const path = `roles/${role.id}/services`;
      const body = { services: [{ component: '*', verbs: ['GET'] }] };
      expect(told(await helper.client.put(path, body))).toEqual([403, 'AccessDenied']);
      expect((await bound.client.put(path, body)).status).toBe(200);
      await admin.client.put(roleIn(bound), { roleId: role.id });
      const other = await create();
      for (const id of [other.id, NOBODY])
        expect(told(await bound.client.put(`roles/${id}/services`, body))).toEqual([403, 'AccessDenied']);
      await admin.client.delete(roleIn(bound));
      expect((await bound.client.put(`roles/${other.id}/services`, body)).status).toBe(200);
    });

    it('JFW-ADM-05: what reaches services is activated, changed and deleted by administrators alone', async () => {
      const [role, helper] = [await create(), await holderOf('ROLE.UPDATE')];
      await admin.client.put(`roles/${role.id}/services`, { services: [{ component: '*', verbs: ['GET'] }] });
      for (const isActive of [false, true]) {
        expect(told(await helper.client.put(`roles/${role.id}`, { isActive }))).toEqual([403, 'AccessDenied']);
        await admin.client.put(`roles/${role.id}`, { isActive });
      }
      expect(told(await helper.client.delete(`roles/${role.id}`))).toEqual([403, 'AccessDenied']);
      expect((await admin.client.delete(`roles/${role.id}`)).status).toBe(200);
    });
  });

  describe('users/{id}/apps/{appId}/role', () => {
    it('DF-ACC-01: the user’s own role in the app, else the app’s default, else none', async () => {
      const [ada, own, byDefault] = [await people.one(), await create(), await create()];
      const other = (await admin.client.post<Named>('apps', { name: 'web' })).data;
      const path = roleIn(ada, other.id);
      const now = async () => (await admin.client.get<{ role: Named | null; isAppDefault: boolean }>(path)).data;
      const shown = { userId: ada.user.uid, appId: other.id };
      expect(await now()).toEqual({ ...shown, role: null, isAppDefault: false });
      await admin.client.put(`apps/${other.id}`, { defaultRoleId: byDefault.id });
      expect(await now()).toMatchObject({ ...shown, role: { id: byDefault.id }, isAppDefault: true });
      const put = await admin.client.put(path, { roleId: own.id });
      expect(put.data).toMatchObject({ ...shown, role: { id: own.id }, isAppDefault: false });
      await admin.client.put(path, { roleId: byDefault.id });
      expect(await now()).toMatchObject({ role: { id: byDefault.id }, isAppDefault: false });
      expect((await admin.client.delete(path)).data).toBe(true);
      expect((await admin.client.delete(path)).data).toBe(true);
      expect(await now()).toMatchObject({ role: { id: byDefault.id }, isAppDefault: true });
      const where = { brandId, event: 'user.roles_changed' as const, targetId: ada.user.uid };
      const trail = await gateway.store.find(AuditEventEntity, { where, order: { id: 'ASC' } });
      expect(trail.map(({ details }) => details)).toEqual([
        { app: 'web', role: expect.stringMatching(/^role-/) },
        { app: 'web', role: expect.stringMatching(/^role-/) },
        { app: 'web', role: null },
      ]);
      expect((await ada.client.get(path)).status).toBe(200);
      expect(told(await (await people.one()).client.get(path))).toEqual([403, 'AccessDenied']);
    });

    it('a role in an app allows nothing natively', async () => {
      const [ada, role] = [await people.one(), await create('ROLE.READ')];
      await admin.client.put(roleIn(ada), { roleId: role.id });
      expect(told(await ada.client.get('roles'))).toEqual([403, 'AccessDenied']);
      expect((await ada.client.get(`users/${ada.user.uid}/permissions`)).data).toEqual([]);
    });

    it('JFW-ADM-04, -05: neither built-in roles, nor what one lacks, nor to oneself or upwards', async () => {
      const [ada, role] = [await people.one(), await create()];
      const { data } = await admin.client.get<{ items: Named[] }>('roles?code=Admin');
      const builtIn = await admin.client.put(roleIn(ada), { roleId: data.items[0]?.id });
      expect([...told(builtIn), builtIn.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'roleId']);
      expect(told(await admin.client.put(roleIn(admin), { roleId: role.id }))).toEqual([403, 'AccessDenied']);
      expect(told(await admin.client.delete(roleIn(admin)))).toEqual([403, 'AccessDenied']);
      const root = gateway.client('localhost');
      const key = await root.signIn(ADMIN.username, ADMIN.password);
      const above = root.with({ 'Auth-Key': key.data.authKey });
      const tokens = await above.post<Named>('roles?brandUrl=a.example', {
        ...{ code: 'tokens', name: 'Tokens', permissions: ['DEVICE_TOKEN.READ'] },
      });
      expect(told(await admin.client.put(roleIn(ada), { roleId: tokens.data.id }))).toEqual([403, 'AccessDenied']);
      expect((await above.put(`${roleIn(ada)}?brandUrl=a.example`, { roleId: tokens.data.id })).status).toBe(200);
      const helper = await holderOf('ROLE.UPDATE');
      expect(told(await helper.client.put(roleIn(ada), { roleId: role.id }))).toEqual([403, 'AccessDenied']);
      expect(told(await helper.client.delete(roleIn(ada)))).toEqual([403, 'AccessDenied']);
    });

    it('an Admin whom a role binds frees neither themself nor others, by whichever way', async () => {
      const [bound, other, role] = [await people.one({}, 'Admin'), await people.one({}, 'Admin'), await create()];
      const own = (await admin.client.post<Named>('apps', { name: 'binding' })).data;
      for (const person of [bound, other]) await admin.client.put(roleIn(person, own.id), { roleId: role.id });
      for (const path of [roleIn(bound, own.id), roleIn(other, own.id), `apps/${own.id}`])
        expect(told(await bound.client.delete(path))).toEqual([403, 'AccessDenied']);
      expect(await gateway.store.countBy(UserAppRoleEntity, { brandId, userId: bound.user.id })).toBe(1);
      expect((await admin.client.delete(`apps/${own.id}`)).status).toBe(200);
      expect(await gateway.store.countBy(UserAppRoleEntity, { brandId, userId: bound.user.id })).toBe(0);
    });

    it('unknown ones, and those of another brand, byte for byte', async () => {
      const [ada, role] = [await people.one(), await create()];
      const roleId = role.id;
      expect(told(await admin.client.put(`users/${NOBODY}/apps/${app.id}/role`, { roleId }))).toEqual([
        404,
        'UserNotFound',
      ]);
      expect(told(await admin.client.put(roleIn(ada, NOBODY), { roleId }))).toEqual([404, 'AppNotFound']);
      expect(told(await admin.client.put(roleIn(ada, 'x'), { roleId }))).toEqual([404, 'AppNotFound']);
      expect(told(await admin.client.put(roleIn(ada), { roleId: NOBODY }))).toEqual([404, 'RoleNotFound']);
      expect(told(await admin.client.put(roleIn(ada), {}))).toEqual([400, 'RequestInvalid']);
      const elsewhere = await gateway.addBrand('b.example', { rateLimits: PLENTY });
      const eve = await new People(gateway, elsewhere, 'b.example').one({}, 'Admin');
      const ids: [string, string][] = [
        [ada.user.uid, app.id],
        [eve.user.uid, app.id],
      ];
      for (const [userId, appId] of ids) {
        const missing = `users/${userId === ada.user.uid ? NOBODY : userId}/apps/${NOBODY}/role`;
        for (const method of ['GET', 'DELETE']) {
          // On oneself everything but reading is refused before anything is looked up.
          if (method === 'DELETE' && userId === eve.user.uid) continue;
          const [a, b] = [
            await eve.client.send(method, `users/${userId}/apps/${appId}/role`),
            await eve.client.send(method, missing),
          ];
          expect([a.status, plain(a.text)]).toEqual([404, plain(b.text)]);
        }
      }
    });
  });
});
