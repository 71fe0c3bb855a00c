import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { UserRoleEntity } from '../../../src/core/roles/user-role.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

interface Role {
  readonly id: string;
  readonly code: string;
}

const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('roles of users', () => {
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

  const create = async (...permissions: readonly string[]): Promise<Role> => {
    const code = `role-${(count += 1)}`;
    return (await admin.client.post<Role>('roles', { code, name: code, permissions })).data;
  };
  const holderOf = async (...permissions: readonly string[]) => {
    const [person, role] = [await people.one(), await create(...permissions)];
    await admin.client.post(`users/${person.user.uid}/roles`, { roleIds: [role.id] });
    return person;
  };
  const rolesOf = async ({ user }: Person) =>
    (await admin.client.get<Role[]>(`users/${user.uid}/roles`)).data.map(({ code }) => code);
  const builtIn = async (code: string) =>
    (await admin.client.get<{ items: Role[] }>(`roles?code=${code}`)).data.items[0]?.id ?? '';
  const eventsOf = async ({ user }: Person) => {
    const rows = await gateway.store.findBy(AuditEventEntity, { brandId, targetType: 'user', targetId: user.uid });
    return rows.filter(({ event }) => event === 'user.roles_changed').map(({ details }) => details);
  };

  describe('GET users/{id}/permissions and users/{id}/roles', () => {
    it('JFW-EP-31, -32: one’s own without any permission, those of others with ROLE.READ', async () => {
      const [ada, reader] = [await holderOf('USER.READ', 'PUSH.SEND'), await holderOf('ROLE.READ')];
      const ask = (by: Person, what: string) => by.client.get<string[]>(`users/${ada.user.uid}/${what}`);
      for (const by of [ada, reader, admin]) {
        expect((await ask(by, 'permissions')).data).toEqual(['USER.READ', 'PUSH.SEND']);
        expect((await ask(by, 'roles')).data).toMatchObject([{ code: 'EndUser', type: 'BuiltIn' }, { type: 'Custom' }]);
      }
      const stranger = await people.one();
      for (const what of ['permissions', 'roles']) {
        expect(told(await ask(stranger, what))).toEqual([403, 'AccessDenied']);
        expect(told(await stranger.client.get(`users/${NOBODY}/${what}`))).toEqual([403, 'AccessDenied']);
        expect(told(await admin.client.get(`users/${NOBODY}/${what}`))).toEqual([404, 'UserNotFound']);
        expect(told(await admin.client.get(`users/nonsense/${what}`))).toEqual([404, 'UserNotFound']);
      }
    });

    it('JFW-ADM-01: an Admin’s permissions are those of the built-in role', async () => {
      const { data } = await admin.client.get<string[]>(`users/${admin.user.uid}/permissions`);
      expect(data).toHaveLength(16);
      expect(data).not.toContain('BRAND.CREATE');
    });
  });

  describe('POST and DELETE users/{id}/roles', () => {
    it('JFW-EP-33, -34: by roleIds[i] of the query and null as the body, or by the body', async () => {
      const ada = await people.one();
      const [one, two, three] = [await create(), await create(), await create()];
      const path = `users/${ada.user.uid}/roles`;
      const given = await admin.client.post(`${path}?roleIds[0]=${one.id}&roleIds[1]=${two.id}`, 'null');
      expect([given.status, given.data]).toEqual([200, true]);
      await admin.client.post(path, { roleIds: [three.id] });
      expect(await rolesOf(ada)).toEqual(['EndUser', one.code, two.code, three.code]);
      const taken = await admin.client.delete(`${path}?roleIds=${one.id}&roleIds=${three.id}`);
      expect([taken.status, taken.data]).toEqual([200, true]);
      expect(await rolesOf(ada)).toEqual(['EndUser', two.code]);
      expect(await eventsOf(ada)).toEqual([
        { added: [one.code, two.code] },
        { added: [three.code] },
        { removed: [one.code, three.code] },
      ]);
    });

    it('JFW-ADM-07: what they allow counts from the next request on, and no longer once they are taken', async () => {
      const [ada, role] = [await people.one(), await create('ROLE.READ')];
      const path = `users/${ada.user.uid}/roles?roleIds=${role.id}`;
      const ask = async () => (await ada.client.get('roles')).status;
      const seen = [await ask()];
      await admin.client.post(path);
      seen.push(await ask());
      await admin.client.delete(path);
      seen.push(await ask());
      expect(seen).toEqual([403, 200, 403]);
    });

    it('again changes nothing, and is no event', async () => {
      const [ada, role] = [await people.one(), await create()];
      const path = `users/${ada.user.uid}/roles?roleIds=${role.id}&roleIds=${role.id}`;
      const answers = [await admin.client.post(path), await admin.client.post(path)];
      answers.push(await admin.client.delete(path), await admin.client.delete(path));
      expect(answers.map(({ data }) => data)).toEqual([true, true, true, true]);
      expect(await eventsOf(ada)).toEqual([{ added: [role.code] }, { removed: [role.code] }]);
    });

    it('JFW-ADM-04: built-in roles can be neither given nor taken: 400, and all of the request with them', async () => {
      const [ada, role] = [await people.one(), await create()];
      for (const code of ['Admin', 'Partner', 'EndUser']) {
        const path = `users/${ada.user.uid}/roles?roleIds=${role.id}&roleIds=${await builtIn(code)}`;
        for (const answer of [await admin.client.post(path), await admin.client.delete(path)])
          expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'roleIds']);
      }
      expect(await rolesOf(ada)).toEqual(['EndUser']);
    });

    it('JFW-GEN-01: an unknown role, an unknown user, me, none at all', async () => {
      const [ada, role] = [await people.one(), await create()];
      const ask = (user: string, ...roles: readonly string[]) =>
        admin.client.post(`users/${user}/roles`, { roleIds: roles });
      expect(told(await ask(ada.user.uid, role.id, NOBODY))).toEqual([404, 'RoleNotFound']);
      expect(told(await ask(ada.user.uid, role.id, 'nonsense'))).toEqual([404, 'RoleNotFound']);
      expect(told(await ask(NOBODY, role.id))).toEqual([404, 'UserNotFound']);
      expect(told(await ask('me', role.id))).toEqual([404, 'RouteNotFound']);
      expect(told(await ask(ada.user.uid))).toEqual([400, 'RequestInvalid']);
      expect(told(await ask(ada.user.uid, ...Array<string>(101).fill(role.id)))).toEqual([400, 'RequestInvalid']);
      expect(await rolesOf(ada)).toEqual(['EndUser']);
    });

    it('JFW-ADM-05 (T62): nobody gives what they lack', async () => {
      const [ada, helper] = [await people.one(), await holderOf('ROLE.UPDATE', 'USER.READ')];
      const [fine, tooMuch] = [await create('USER.READ'), await create('USER.READ', 'USER.DELETE')];
      const path = `users/${ada.user.uid}/roles`;
      expect(told(await helper.client.post(path, { roleIds: [fine.id, tooMuch.id] }))).toEqual([403, 'AccessDenied']);
      expect(await rolesOf(ada)).toEqual(['EndUser']);
      expect((await helper.client.post(path, { roleIds: [fine.id] })).status).toBe(200);
      await admin.client.put(`roles/${tooMuch.id}`, { isActive: false });
      expect(told(await helper.client.post(path, { roleIds: [tooMuch.id] }))).toEqual([403, 'AccessDenied']);
    });

    it('JFW-ADM-05: nobody gives to, or takes from, somebody above them or themself', async () => {
      const [helper, partner, role] = [await holderOf('ROLE.UPDATE'), await people.one({}, 'Partner'), await create()];
      const paths = [partner, admin, helper].map(({ user }) => `users/${user.uid}/roles?roleIds=${role.id}`);
      for (const path of paths) {
        expect(told(await helper.client.post(path))).toEqual([403, 'AccessDenied']);
        expect(told(await helper.client.delete(path))).toEqual([403, 'AccessDenied']);
      }
      const own = `users/${admin.user.uid}/roles?roleIds=${role.id}`;
      expect(told(await admin.client.post(own))).toEqual([403, 'AccessDenied']);
      const colleague = await people.one({}, 'Admin');
      expect((await colleague.client.post(own)).status).toBe(200);
      expect(told(await admin.client.delete(own))).toEqual([403, 'AccessDenied']);
      expect((await colleague.client.delete(own)).status).toBe(200);
    });

    it('JFW-ADM-05: an Admin of the platform’s brand does not reach its super administrators', async () => {
      const platform = new People(gateway, await gateway.platformId(), 'localhost');
      const [plainAdmin, { data }] = [
        await platform.one({}, 'Admin'),
        await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password),
      ];
      const role = await plainAdmin.client.post<Role>('roles', { code: 'reach', name: 'Reach' });
      const path = `users/${data.id}/roles?roleIds=${role.data.id}`;
      expect(told(await plainAdmin.client.post(path))).toEqual([403, 'AccessDenied']);
      expect(told(await plainAdmin.client.post(`roles/${role.data.id}/users?userIds=${data.id}`))).toEqual([
        403,
        'AccessDenied',
      ]);
    });

    it('JFW-ADM-06: without ROLE.UPDATE 403, whoever is named', async () => {
      const reader = await holderOf('ROLE.READ');
      for (const uid of [reader.user.uid, NOBODY])
        expect(told(await reader.client.post(`users/${uid}/roles?roleIds=${NOBODY}`))).toEqual([403, 'AccessDenied']);
    });

    it('the database refuses a role of another brand by itself', async () => {
      const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
      const theirs = await new People(gateway, other, 'b.example').one({}, 'Admin');
      const role = await theirs.client.post<Role>('roles', { code: 'theirs', name: 'Theirs' });
      const ada = await people.one();
      expect(told(await admin.client.post(`users/${ada.user.uid}/roles?roleIds=${role.data.id}`))).toEqual([
        404,
        'RoleNotFound',
      ]);
      const query = 'SELECT id FROM roles WHERE uid = ?';
      const [foreign] = await gateway.store.query<{ id: never }[]>(query, [role.data.id]);
      const smuggled = gateway.store.insert(UserRoleEntity, { brandId, userId: ada.user.id, roleId: foreign!.id });
      await expect(smuggled).rejects.toThrow(/foreign key/i);
    });
  });

  describe('roles/{id}/users', () => {
    it('gives a role to several people and takes it, by body or query', async () => {
      const role = await create('USER.READ');
      const crowd = [await people.one(), await people.one(), await people.one()];
      const uids = crowd.map(({ user }) => user.uid);
      const path = `roles/${role.id}/users`;
      const holders = async () => {
        const { data } = await admin.client.get<{ items: { id: string }[]; totalItems: number }>(path);
        return [data.totalItems, ...data.items.map(({ id }) => id)];
      };
      expect((await admin.client.post(path, { userIds: uids.slice(0, 2) })).data).toBe(true);
      expect((await admin.client.post(`${path}?userIds[0]=${uids[2]}`, null)).data).toBe(true);
      expect(await holders()).toEqual([3, ...uids]);
      expect((await admin.client.delete(path, { userIds: [uids[0]] })).data).toBe(true);
      expect((await admin.client.delete(`${path}?userIds=${uids[1]}`)).data).toBe(true);
      expect(await holders()).toEqual([1, uids[2]]);
      const page = await admin.client.get<{ items: object[] }>(`${path}?pageSize=1&pageNumber=1`);
      expect(page.data).toMatchObject({ items: [], totalItems: 1, pageNumber: 1, pageSize: 1 });
    });

    it('all or nothing: one stranger, and nobody gets it', async () => {
      const [role, ada] = [await create(), await people.one()];
      const path = `roles/${role.id}/users`;
      const userIds = [ada.user.uid, NOBODY];
      expect(told(await admin.client.post(path, { userIds }))).toEqual([404, 'UserNotFound']);
      expect(told(await admin.client.post(path, { userIds: [ada.user.uid, admin.user.uid] }))).toEqual([
        403,
        'AccessDenied',
      ]);
      expect(told(await admin.client.post(path, {}))).toEqual([400, 'RequestInvalid']);
      expect(told(await admin.client.post(path, { userIds: [1] }))).toEqual([400, 'RequestInvalid']);
      expect(await rolesOf(ada)).toEqual(['EndUser']);
    });

    it('built-in roles: their holders are listed, and not changed', async () => {
      const ada = await people.one({}, 'Partner');
      const path = `roles/${await builtIn('Partner')}/users`;
      const { data } = await admin.client.get<{ items: { id: string; roles: string[] }[] }>(path);
      expect(data.items.find(({ id }) => id === ada.user.uid)?.roles).toEqual(['Partner']);
      const body = { userIds: [ada.user.uid] };
      for (const answer of [await admin.client.post(path, body), await admin.client.delete(path, body)])
        expect(told(answer)).toEqual([400, 'RequestInvalid']);
    });

    it('who may read roles and not users sees them masked; deleted accounts are not seen at all', async () => {
      const [role, ada, gone] = [await create(), await people.one(), await people.one()];
      await admin.client.post(`roles/${role.id}/users`, { userIds: [ada.user.uid, gone.user.uid] });
      await gateway.setUser(gone.user, { status: 'Deleted' });
      const seenBy = async (by: Person) =>
        (await by.client.get<{ items: { emailAddress: string }[] }>(`roles/${role.id}/users`)).data.items;
      expect((await seenBy(admin)).map(({ emailAddress }) => emailAddress)).toEqual([ada.user.emailAddress]);
      expect((await seenBy(await holderOf('ROLE.READ'))).map(({ emailAddress }) => emailAddress)).toEqual([
        expect.stringMatching(/^e\*\*\*@e\*\*\*$/),
      ]);
    });
  });
});
