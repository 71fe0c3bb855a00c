import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { RoleEntity } from '../../../src/core/roles/role.entity';
import { UserRoleEntity } from '../../../src/core/roles/user-role.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

interface Role {
  readonly id: string;
  readonly guid: string;
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly isActive: boolean;
  readonly permissions: readonly string[];
}
interface List<T> {
  readonly items: readonly T[];
  readonly totalItems: number;
}

const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('custom roles (JFW-ADM-01, -05)', () => {
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
  afterAll(() => gateway.close());

  const create = async (permissions: readonly string[] = [], by: JfwClient = admin.client): Promise<Role> => {
    const code = `role-${(count += 1)}`;
    const answer = await by.post<Role>('roles', { code, name: `Role ${count}`, permissions });
    expect(answer.status).toBe(201);
    return answer.data;
  };
  const give = (person: Person, ...roles: readonly Role[]) =>
    admin.client.post(`users/${person.user.uid}/roles?${roles.map(({ id }, i) => `roleIds[${i}]=${id}`).join('&')}`);
  /** Somebody whose custom role has these permissions. */
  const holderOf = async (...permissions: readonly string[]) => {
    const [person, role] = [await people.one(), await create(permissions)];
    expect((await give(person, role)).data).toBe(true);
    return { ...person, role };
  };
  /** A super administrator of the platform, who acts on the brand. */
  const root = async () => {
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    return gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  };
  const eventsOf = async (role: Role) => {
    const rows = await gateway.store.findBy(AuditEventEntity, { brandId, targetType: 'role', targetId: role.id });
    return rows.map(({ event, details, actorUserId }) => ({ event, details, actorUserId }));
  };

  describe('POST roles', () => {
    it('answers 201 with the role, which is there from then on', async () => {
      const body = {
        code: 'support',
        name: '  Support\u0007 ',
        permissions: ['USER.READ', 'DEVICE.READ', 'USER.READ'],
      };
      const { status, data } = await admin.client.post<Role>('roles', body);
      expect([status, data]).toMatchObject([
        201,
        {
          code: 'support',
          name: 'Support',
          description: null,
          type: 'Custom',
          isActive: true,
          permissions: ['USER.READ', 'DEVICE.READ'],
          parentBrandId: null,
          tags: null,
        },
      ]);
      expect(data.guid).toBe(data.id);
      expect((await admin.client.get(`roles/${data.id}`)).data).toEqual(data);
      expect(await eventsOf(data)).toEqual([
        {
          event: 'role.created',
          details: { code: 'support', permissions: ['USER.READ', 'DEVICE.READ'], isActive: true },
          actorUserId: admin.user.id,
        },
      ]);
    });

    it('takes nothing from the body but what may be said of a role', async () => {
      const forged = { id: NOBODY, uid: NOBODY, type: 'BuiltIn', kind: 'BuiltIn', brandId: 1, number: 1, epoch: 9 };
      const { data } = await admin.client.post<Role>('roles', { code: 'forged', name: 'Forged', ...forged });
      expect([data.type, data.id === NOBODY]).toEqual(['Custom', false]);
      const row = await gateway.store.findOneByOrFail(RoleEntity, { brandId, code: 'forged' });
      expect([row.kind, row.uid, row.number > 1]).toEqual(['Custom', data.id, true]);
    });

    it('409 RoleAlreadyExists for a code of the brand, and for the name of a built-in role in any case', async () => {
      const role = await create();
      for (const code of [role.code, 'Admin', 'admin', 'SUPERADMIN', 'SuperAdmin']) {
        const answer = await admin.client.post('roles', { code, name: 'Again' });
        expect([code, ...told(answer)]).toEqual([code, 409, 'RoleAlreadyExists']);
      }
    });

    it('the same code in another brand is another role', async () => {
      const role = await create();
      const other = await gateway.addBrand('codes.example', { rateLimits: PLENTY });
      const theirs = await new People(gateway, other, 'codes.example').one({}, 'Admin');
      expect((await theirs.client.post('roles', { code: role.code, name: 'Theirs' })).status).toBe(201);
    });

    it.each([
      [{ name: 'x' }, 'code'],
      [{ code: 'x' }, 'name'],
      [{ code: 'x', name: '  ' }, 'name'],
      [{ code: 'a b', name: 'x' }, 'code'],
      [{ code: '-x', name: 'x' }, 'code'],
      [{ code: 'x'.repeat(65), name: 'x' }, 'code'],
      [{ code: 'x', name: 'x', permissions: 'USER.READ' }, 'permissions'],
      [{ code: 'x', name: 'x', permissions: ['user.read'] }, 'permissions'],
      [{ code: 'x', name: 'x', permissions: ['BRAND.DELETE'] }, 'permissions'],
      [{ code: 'x', name: 'x', permissions: [null] }, 'permissions'],
      [{ code: 'x', name: 'x', isActive: 1 }, 'isActive'],
      [{ code: 7, name: 'x' }, 'code'],
    ])('%j is 400 with field %s', async (body, field) => {
      const before = await gateway.store.count(RoleEntity);
      const answer = await admin.client.post('roles', body);
      expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
      expect(await gateway.store.count(RoleEntity)).toBe(before);
    });

    it('JFW-ADM-05 (T62): nobody makes a role that grants what they lack', async () => {
      const body = { code: 'too-much', name: 'Too much', permissions: ['USER.READ', 'DEVICE_TOKEN.READ'] };
      expect(told(await admin.client.post('roles', body))).toEqual([403, 'AccessDenied']);
      const { client } = await holderOf('ROLE.UPDATE', 'USER.READ');
      const wider = { ...body, permissions: ['USER.UPDATE'] };
      expect(told(await client.post('roles', wider))).toEqual([403, 'AccessDenied']);
      expect((await client.post('roles', { ...body, permissions: ['USER.READ'] })).status).toBe(201);
      const granted = await (await root()).post('roles?brandUrl=a.example', { ...body, code: 'tokens' });
      expect(granted.status).toBe(201);
    });
  });

  describe('GET roles', () => {
    it('JFW-EP-35: the brand’s own, built-in ones among them, by page and order', async () => {
      const other = await gateway.addBrand('lists.example', { rateLimits: PLENTY });
      const { client } = await new People(gateway, other, 'lists.example').one({}, 'Admin');
      for (const [code, name] of [
        ['zeta', 'Última'],
        ['alpha', 'First 100%'],
      ])
        await client.post('roles', { code, name });
      const codes = async (query: string) => {
        const { data } = await client.get<List<Role>>(`roles${query}`);
        return [data.totalItems, data.items.map(({ code }) => code).join(' ')];
      };
      expect(await codes('')).toEqual([5, 'EndUser Partner Admin zeta alpha']);
      expect(await codes('?sortDataField=code&sortOrder=desc')).toEqual([5, 'zeta alpha Partner EndUser Admin']);
      expect(await codes('?pageSize=2&pageNumber=1')).toEqual([5, 'Admin zeta']);
      expect(await codes('?code=ZETA')).toEqual([1, 'zeta']);
      expect(await codes('?name=última')).toEqual([1, 'zeta']);
      expect(await codes('?keywords=0%25')).toEqual([1, 'alpha']);
      expect(await codes('?keywords=_')).toEqual([0, '']);
      const { data } = await client.get<List<Role>>('roles?code=alpha');
      const id = data.items[0]?.id;
      expect(await codes(`?ids=${id},${NOBODY},nonsense`)).toEqual([1, 'alpha']);
      expect(await codes('?ids=nonsense')).toEqual([0, '']);
      expect(told(await client.get('roles?sortDataField=permissions'))).toEqual([400, 'RequestInvalid']);
    });

    it('JFW-ADM-06: needs ROLE.READ', async () => {
      const { client } = await people.one();
      expect(told(await client.get('roles'))).toEqual([403, 'AccessDenied']);
      expect(told(await client.get(`roles/${NOBODY}`))).toEqual([403, 'AccessDenied']);
      const reader = await holderOf('ROLE.READ');
      expect((await reader.client.get('roles')).status).toBe(200);
      expect(told(await reader.client.post('roles', { code: 'r', name: 'r' }))).toEqual([403, 'AccessDenied']);
    });
  });

  describe('PUT roles/{id}', () => {
    it('changes what is said and leaves the rest; null empties the description', async () => {
      const role = await create(['USER.READ']);
      const put = async (body: object) => (await admin.client.put<Role>(`roles/${role.id}`, body)).data;
      expect(await put({ description: 'About', name: null })).toMatchObject({ name: role.name, description: 'About' });
      expect(await put({ name: 'New name' })).toMatchObject({ name: 'New name', description: 'About' });
      expect(await put({ description: null, permissions: ['DEVICE.READ'], isActive: false })).toMatchObject({
        ...{ description: null, permissions: ['DEVICE.READ'], isActive: false, code: role.code },
      });
      const details = (await eventsOf(role)).map((event) => event.details);
      expect(details.slice(1)).toEqual([
        {},
        { name: [role.name, 'New name'] },
        { added: ['DEVICE.READ'], removed: ['USER.READ'], isActive: false },
      ]);
    });

    it('JFW-ADM-07: what it takes away is gone with the next request, and an inactive role grants nothing', async () => {
      const { client, role } = await holderOf('USER.READ', 'ROLE.READ');
      const ask = async () => (await client.get('roles')).status;
      const put = (body: object) => admin.client.put(`roles/${role.id}`, body);
      expect(await ask()).toBe(200);
      await put({ permissions: ['USER.READ'] });
      expect(await ask()).toBe(403);
      await put({ permissions: ['ROLE.READ'] });
      expect(await ask()).toBe(200);
      await put({ isActive: false });
      expect(await ask()).toBe(403);
      await put({ isActive: true });
      expect(await ask()).toBe(200);
    });

    it('an inactive role is shown to its holder as such, and not named to back-ends', async () => {
      const { client, data, role } = await holderOf('USER.READ');
      await admin.client.put(`roles/${role.id}`, { isActive: false });
      const me = await client.get<{ roles: Role[] }>('users/me');
      expect(me.data.roles.map(({ code, isActive }) => [code, isActive])).toEqual([
        ['EndUser', true],
        [role.code, false],
      ]);
      const { data: key } = await client.post<{ roles: string[]; permissions: string[] }>('auth-keys/introspect', {
        authKey: data.authKey,
      });
      expect([key.roles, key.permissions]).toEqual([['EndUser'], []]);
    });

    it('JFW-ADM-05: what a role grants is changed only by who has all of it', async () => {
      const tokens = await (
        await root()
      ).post<Role>('roles?brandUrl=a.example', {
        ...{ code: 'root-made', name: 'Made above', permissions: ['DEVICE_TOKEN.READ'] },
      });
      const path = `roles/${tokens.data.id}`;
      for (const body of [{ isActive: false }, { permissions: [] }, { code: 'other' }, { permissions: ['USER.READ'] }])
        expect(told(await admin.client.put(path, body))).toEqual([403, 'AccessDenied']);
      expect(told(await admin.client.delete(path))).toEqual([403, 'AccessDenied']);
      expect((await admin.client.put(path, { name: 'Only the name' })).status).toBe(200);
      const role = await create();
      const wider = await admin.client.put(`roles/${role.id}`, { permissions: ['BRAND.CREATE'] });
      expect(told(wider)).toEqual([403, 'AccessDenied']);
    });

    it('JFW-ADM-05: nobody changes what a role grants that they hold, not even by taking', async () => {
      const { client, role } = await holderOf('ROLE.UPDATE', 'ROLE.READ', 'USER.READ');
      const path = `roles/${role.id}`;
      for (const body of [{ permissions: ['ROLE.UPDATE'] }, { isActive: false }, { code: 'mine' }])
        expect(told(await client.put(path, body))).toEqual([403, 'AccessDenied']);
      expect(told(await client.post(`${path}/permissions`, { permissions: ['ROLE.READ'] }))).toEqual([200, undefined]);
      expect(told(await client.delete(`${path}/permissions?permissions=USER.READ`))).toEqual([403, 'AccessDenied']);
      expect(told(await client.delete(path))).toEqual([403, 'AccessDenied']);
      expect((await client.get(path)).data).toMatchObject({ isActive: true, permissions: role.permissions });
    });

    it('JFW-ADM-05: nor a role that somebody above them holds', async () => {
      const { client } = await holderOf('ROLE.UPDATE', 'USER.READ');
      const role = await create(['USER.READ']);
      expect((await client.put(`roles/${role.id}`, { isActive: false })).status).toBe(200);
      await give(await people.one({}, 'Partner'), role);
      expect(told(await client.put(`roles/${role.id}`, { isActive: true }))).toEqual([403, 'AccessDenied']);
      expect(told(await client.delete(`roles/${role.id}`))).toEqual([403, 'AccessDenied']);
      expect((await admin.client.put(`roles/${role.id}`, { isActive: true })).status).toBe(200);
    });

    it('built-in roles are neither changed nor deleted: 409 RoleIsBuiltIn', async () => {
      const { data } = await admin.client.get<List<Role>>('roles?code=EndUser');
      const path = `roles/${data.items[0]?.id}`;
      const answers = [
        await admin.client.put(path, { name: 'Everybody' }),
        await admin.client.put(path, { permissions: ['USER.READ'] }),
        await admin.client.post(`${path}/permissions`, { permissions: ['USER.READ'] }),
        await admin.client.delete(`${path}/permissions`, { permissions: ['USER.READ'] }),
        await admin.client.put(`${path}/services`, { services: [] }),
        await admin.client.delete(path),
      ];
      expect(answers.map(told)).toEqual(answers.map(() => [409, 'RoleIsBuiltIn']));
    });
  });

  describe('roles/{id}/permissions', () => {
    it('adds and takes by body or by query, once each', async () => {
      const role = await create(['USER.READ']);
      const path = `roles/${role.id}/permissions`;
      const now = async () => (await admin.client.get<string[]>(path)).data;
      expect((await admin.client.post(path, { permissions: ['DEVICE.READ', 'USER.READ'] })).data).toBe(true);
      expect(await now()).toEqual(['USER.READ', 'DEVICE.READ']);
      await admin.client.post(`${path}?permissions[0]=ROLE.READ&permissions[1]=BRAND.READ`, null);
      await admin.client.post(`${path}?permissions=PUSH.SEND`);
      expect(await now()).toEqual(['USER.READ', 'DEVICE.READ', 'ROLE.READ', 'BRAND.READ', 'PUSH.SEND']);
      expect((await admin.client.delete(path, { permissions: ['USER.READ', 'AUTHKEY.READ'] })).data).toBe(true);
      await admin.client.delete(`${path}?permissions=ROLE.READ&permissions=PUSH.SEND`);
      expect(await now()).toEqual(['DEVICE.READ', 'BRAND.READ']);
    });

    it('none and unknown ones are 400, those one lacks 403', async () => {
      const role = await create(['USER.READ']);
      const path = `roles/${role.id}/permissions`;
      for (const ask of [
        admin.client.post(path),
        admin.client.delete(path),
        admin.client.post(`${path}?permissions=x`),
      ])
        expect(told(await ask)).toEqual([400, 'RequestInvalid']);
      const beyond = await admin.client.post(path, { permissions: ['BRAND.CREATE'] });
      expect(told(beyond)).toEqual([403, 'AccessDenied']);
      const { client } = await holderOf('ROLE.UPDATE', 'DEVICE.READ');
      expect(told(await client.post(path, { permissions: ['DEVICE.READ'] }))).toEqual([403, 'AccessDenied']);
      expect((await admin.client.get(path)).data).toEqual(['USER.READ']);
    });
  });

  describe('DELETE roles/{id}', () => {
    it('takes it from its holders, who lose what it allowed at once; the trail names each', async () => {
      const { client, user, role } = await holderOf('ROLE.READ');
      expect((await client.get('roles')).status).toBe(200);
      expect((await admin.client.delete(`roles/${role.id}`)).data).toBe(true);
      expect((await client.get('roles')).status).toBe(403);
      expect(told(await admin.client.get(`roles/${role.id}`))).toEqual([404, 'RoleNotFound']);
      const where = { brandId, event: 'user.roles_changed' as const, targetId: user.uid };
      const losses = await gateway.store.findBy(AuditEventEntity, where);
      expect(losses.map(({ details }) => details)).toEqual([{ added: [role.code] }, { removed: [role.code] }]);
      expect((await eventsOf(role)).at(-1)).toMatchObject({ event: 'role.deleted', details: { holders: 1 } });
      expect(await gateway.store.countBy(UserRoleEntity, { brandId, userId: user.id })).toBe(1);
    });

    it('409 RoleInUse while an app has it as default, or a user within an app', async () => {
      const [one, two, person] = [await create(), await create(), await people.one()];
      const app = await admin.client.post<{ id: string }>('apps', { name: 'in-use', defaultRoleId: one.id });
      await admin.client.put(`users/${person.user.uid}/apps/${app.data.id}/role`, { roleId: two.id });
      for (const role of [one, two])
        expect(told(await admin.client.delete(`roles/${role.id}`))).toEqual([409, 'RoleInUse']);
      await admin.client.put(`apps/${app.data.id}`, { defaultRoleId: null });
      await admin.client.delete(`users/${person.user.uid}/apps/${app.data.id}/role`);
      for (const role of [one, two]) expect((await admin.client.delete(`roles/${role.id}`)).status).toBe(200);
    });
  });

  it('SEC-TEN-03: what a brand has is to another one’s Admin as if it were not there, byte for byte', async () => {
    const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
    const theirs = await new People(gateway, other, 'b.example').one({}, 'Admin');
    const [role, person] = [await create(['USER.READ']), await people.one()];
    const calls = (id: string, userId: string): [string, string, object?][] => [
      ['GET', `roles/${id}`],
      ['PUT', `roles/${id}`, { name: 'Mine' }],
      ['DELETE', `roles/${id}`],
      ['GET', `roles/${id}/permissions`],
      ['POST', `roles/${id}/permissions`, { permissions: ['USER.READ'] }],
      ['DELETE', `roles/${id}/permissions`, { permissions: ['USER.READ'] }],
      ['GET', `roles/${id}/users`],
      ['POST', `roles/${id}/users`, { userIds: [userId] }],
      ['DELETE', `roles/${id}/users`, { userIds: [userId] }],
      ['GET', `roles/${id}/services`],
      ['PUT', `roles/${id}/services`, { services: [] }],
      ['GET', `users/${userId}/roles`],
      ['GET', `users/${userId}/permissions`],
      ['POST', `users/${userId}/roles?roleIds=${id}`],
      ['DELETE', `users/${userId}/roles?roleIds=${id}`],
    ];
    const foreign = calls(role.id, person.user.uid);
    const missing = calls(NOBODY, NOBODY);
    for (const [i, [method, path, body]] of foreign.entries()) {
      const [, ownPath = '', ownBody] = missing[i] ?? [];
      const [a, b] = [await theirs.client.send(method, path, body), await theirs.client.send(method, ownPath, ownBody)];
      expect([method, path, a.status]).toEqual([method, path, 404]);
      expect(plain(a.text)).toBe(plain(b.text));
    }
    const own = await theirs.client.get<List<Role>>(`roles?ids=${role.id}`);
    expect(own.data.totalItems).toBe(0);
  });

  it('JFW-CAL-04: an ancestor’s Admin acts in a brand below, with the permission they have', async () => {
    const below = await gateway.addBrand('below.example', { rateLimits: PLENTY }, brandId);
    const answer = await admin.client.post<Role>('roles?brandUrl=below.example', { code: 'sent', name: 'Sent down' });
    expect(answer.status).toBe(201);
    expect(await gateway.store.countBy(RoleEntity, { brandId: below, code: 'sent' })).toBe(1);
    expect(await gateway.store.countBy(RoleEntity, { brandId, code: 'sent' })).toBe(0);
    const kid = await new People(gateway, below, 'below.example').one({}, 'Admin');
    expect(told(await kid.client.get('roles?brandUrl=a.example'))).toEqual([403, 'BrandCrossNotAllowed']);
  });
});
