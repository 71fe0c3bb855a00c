import { apiKeyHash } from '../../../src/core/apps/api-key';
import { AppDirectory } from '../../../src/core/apps/app-directory';
import { AppEntity } from '../../../src/core/apps/app.entity';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { UserAppRoleEntity } from '../../../src/core/roles/user-app-role.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { statementsOf } from '../../support/statement-count';
import { ADMIN, TestGateway } from '../../support/start-gateway';

interface App {
  readonly id: string;
  readonly name: string;
  readonly apiKey: string;
  readonly isActive: boolean;
  readonly isSystem: boolean;
  readonly defaultRoleId: string | null;
}

const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
const KEY = /^[0-9a-f]{64}$/;
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];
const masked = (key: string) => key.slice(0, 8) + '*'.repeat(56);

describeEngine('apps and their API keys (DF-KEY)', () => {
  let gateway: TestGateway;
  let directory: AppDirectory;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = gateway.gateway.app.get(AppDirectory);
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
  });
  afterAll(() => gateway.close());

  const create = async (body: object = {}): Promise<App> => {
    const answer = await admin.client.post<App>('apps', { name: `app-${(count += 1)}`, ...body });
    expect(answer.status).toBe(201);
    return answer.data;
  };
  const role = async (...permissions: readonly string[]) => {
    const code = `role-${(count += 1)}`;
    return (await admin.client.post<{ id: string }>('roles', { code, name: code, permissions })).data.id;
  };
  const holderOf = async (...permissions: readonly string[]) => {
    const person = await people.one();
    await admin.client.post(`users/${person.user.uid}/roles`, { roleIds: [await role(...permissions)] });
    return person;
  };
  const builtIn = async () => (await admin.client.get<{ items: [App] }>('apps?name=admin')).data.items[0];
  const appOf = async (key: string) => (await directory.findByKey(key))?.uid ?? null;
  const eventsOf = async ({ id }: App) => {
    const where = { brandId, targetType: 'app', targetId: id };
    return gateway.store.find(AuditEventEntity, { where, order: { id: 'ASC' } });
  };

  describe('POST apps', () => {
    it('DF-KEY-01, -03: shows the key this once; afterwards it is masked, and no row holds it', async () => {
      const { status, data } = await admin.client.post<App>('apps', {
        name: 'mobile',
        type: 'Url',
        url: 'https://m.example',
      });
      expect(status).toBe(201);
      expect(data).toMatchObject({
        ...{ name: 'mobile', description: null, isActive: true, isSystem: false, type: 'Url', path: null },
        ...{ url: 'https://m.example', defaultRoleId: null, apiKey: expect.stringMatching(KEY) },
      });
      const shown = { ...data, apiKey: masked(data.apiKey) };
      expect((await admin.client.get(`apps/${data.id}`)).data).toEqual(shown);
      expect((await admin.client.put(`apps/${data.id}`, {})).data).toMatchObject({ apiKey: shown.apiKey });
      const list = await admin.client.get<{ items: App[] }>('apps?name=MOBILE');
      expect(list.data.items.map(({ apiKey }) => apiKey)).toEqual([shown.apiKey]);
      const row = await gateway.store.findOneByOrFail(AppEntity, { brandId, uid: data.id });
      expect([row.keyHash.equals(apiKeyHash(data.apiKey)), row.keyPrefix, row.keySealed]).toEqual([
        ...[true, data.apiKey.slice(0, 8), null],
      ]);
      const trail = JSON.stringify([row, await eventsOf(data), gateway.log.lines]);
      expect(trail).not.toContain(data.apiKey);
      expect(await appOf(data.apiKey)).toBe(data.id);
    });

    it('DF-KEY-07: a key that is sent along is not taken over; nor is anything else that may not be said', async () => {
      const apiKey = 'a'.repeat(64);
      const forged = { id: NOBODY, isSystem: true, keyHash: 'x', keySealed: 'x', brandId: 1, number: 1, createdBy: 1 };
      const app = await create({ apiKey, api_key: apiKey, ...forged });
      expect([app.apiKey === apiKey, app.isSystem, app.id === NOBODY]).toEqual([false, false, false]);
      await admin.client.put(`apps/${app.id}`, { apiKey, isSystem: true, keyHash: 'x' });
      expect([await appOf(apiKey), await appOf(app.apiKey)]).toEqual([null, app.id]);
      const row = await gateway.store.findOneByOrFail(AppEntity, { brandId, uid: app.id });
      expect([row.isSystem, row.createdBy, row.modifiedBy]).toEqual([false, admin.user.id, admin.user.id]);
    });

    it.each([
      [{ name: '' }, 'name'],
      [{ name: 'x'.repeat(65) }, 'name'],
      [{ type: 'Web' }, 'type'],
      [{ url: 'javascript:alert(1)' }, 'url'],
      [{ url: 'https://user:pw@m.example' }, 'url'],
      [{ isActive: 'yes' }, 'isActive'],
      [{ defaultRoleId: 7 }, 'defaultRoleId'],
    ])('%j is 400 with field %s', async (body, field) => {
      const answer = await admin.client.post('apps', { name: 'refused', ...body });
      expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
    });

    it('409 AppAlreadyExists for a name of the brand', async () => {
      const [one, two] = [await create(), await create()];
      expect(told(await admin.client.post('apps', { name: one.name }))).toEqual([409, 'AppAlreadyExists']);
      expect(told(await admin.client.put(`apps/${two.id}`, { name: one.name }))).toEqual([409, 'AppAlreadyExists']);
    });

    it('JFW-ADM-06: reading needs BRAND.READ, writing BRAND.UPDATE, whatever is named', async () => {
      const [reader, stranger] = [await holderOf('BRAND.READ'), await people.one()];
      const app = await create();
      expect((await reader.client.get(`apps/${app.id}`)).status).toBe(200);
      for (const id of [app.id, NOBODY]) {
        expect(told(await stranger.client.get(`apps/${id}`))).toEqual([403, 'AccessDenied']);
        for (const [method, path, body] of writes(id))
          expect(told(await reader.client.send(method, path, body))).toEqual([403, 'AccessDenied']);
      }
    });
  });

  describe('the default role', () => {
    it('is a role of the brand, by its id, until it is taken back', async () => {
      const [one, two] = [await role(), await role()];
      const app = await create({ defaultRoleId: one });
      expect(app.defaultRoleId).toBe(one);
      const put = async (defaultRoleId: unknown) => {
        const answer = await admin.client.put<App>(`apps/${app.id}`, { defaultRoleId });
        return answer.code ?? answer.data.defaultRoleId;
      };
      expect([await put(two), await put(undefined), await put(NOBODY), await put(null)]).toEqual([
        ...[two, two, 'RoleNotFound', null],
      ]);
      const other = await gateway.addBrand('roles.example', { rateLimits: PLENTY });
      const theirs = await new People(gateway, other, 'roles.example').one({}, 'Admin');
      const { data } = await theirs.client.post<App>('roles', { code: 'theirs', name: 'Theirs' });
      expect(await put(data.id)).toBe('RoleNotFound');
      const query = 'SELECT id FROM roles WHERE uid = ?';
      const [foreign] = await gateway.store.query<{ id: never }[]>(query, [data.id]);
      const smuggled = gateway.store.update(AppEntity, { brandId, uid: app.id }, { defaultRoleId: foreign!.id });
      await expect(smuggled).rejects.toThrow(/foreign key/i);
    });

    it('JFW-ADM-05: is none that grants what one lacks, nor a built-in one', async () => {
      const root = gateway.client('localhost');
      const { data } = await root.signIn(ADMIN.username, ADMIN.password);
      const above = root.with({ 'Auth-Key': data.authKey });
      const tokens = await above.post<App>('roles?brandUrl=a.example', {
        ...{ code: 'tokens', name: 'Tokens', permissions: ['DEVICE_TOKEN.READ'] },
      });
      const defaultRoleId = tokens.data.id;
      const app = await create();
      expect(told(await admin.client.post('apps', { name: 'x', defaultRoleId }))).toEqual([403, 'AccessDenied']);
      expect(told(await admin.client.put(`apps/${app.id}`, { defaultRoleId }))).toEqual([403, 'AccessDenied']);
      expect((await above.put(`apps/${app.id}?brandUrl=a.example`, { defaultRoleId })).status).toBe(200);
      // To say again what is so already is no grant.
      expect((await admin.client.put(`apps/${app.id}`, { defaultRoleId, name: `${app.name}-2` })).status).toBe(200);
      const seeded = await admin.client.get<{ items: App[] }>('roles?code=EndUser');
      const answer = await admin.client.put(`apps/${app.id}`, { defaultRoleId: seeded.data.items[0]?.id });
      expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'defaultRoleId']);
    });

    it('JFW-ADM-05, DF-SVC-07: is chosen by administrators alone', async () => {
      const [operator, app, defaultRoleId] = [
        await holderOf('BRAND.UPDATE', 'BRAND.READ'),
        await create(),
        await role(),
      ];
      expect(told(await operator.client.put(`apps/${app.id}`, { defaultRoleId }))).toEqual([403, 'AccessDenied']);
      expect(told(await operator.client.post('apps', { name: 'x', defaultRoleId }))).toEqual([403, 'AccessDenied']);
      expect((await operator.client.post('apps', { name: 'without' })).status).toBe(201);
    });
  });

  describe('the key', () => {
    it('DF-KEY-05, -06: a new one takes its place; the old one is unknown before the answer', async () => {
      const app = await create();
      expect(await appOf(app.apiKey)).toBe(app.id);
      const { status, data } = await admin.client.post<App>(`apps/${app.id}/regenerate-key`);
      expect([await appOf(app.apiKey), await appOf(data.apiKey), status]).toEqual([null, app.id, 200]);
      expect(data.apiKey).toMatch(KEY);
      expect(data.apiKey).not.toBe(app.apiKey);
      expect((await admin.client.get<App>(`apps/${app.id}`)).data.apiKey).toBe(masked(data.apiKey));
      const trail = await eventsOf(app);
      expect(trail.map(({ event }) => event)).toEqual(['app.created', 'app.key_regenerated']);
      expect(JSON.stringify(trail)).not.toContain(data.apiKey);
    });

    it('DF-KEY-09: of an inactive app it is refused, of a deleted one unknown, with the next request', async () => {
      const app = await create();
      const admit = () =>
        directory.admit(app.apiKey).then(
          (found) => found?.uid,
          (error: unknown) => (error as { code: string }).code,
        );
      const seen = [await admit()];
      await admin.client.put(`apps/${app.id}`, { isActive: false });
      seen.push(await admit());
      await admin.client.put(`apps/${app.id}`, { isActive: true });
      seen.push(await admit());
      await admin.client.delete(`apps/${app.id}`);
      seen.push(await admit());
      expect(seen).toEqual([app.id, 'app.inactive', app.id, undefined]);
    });

    it('DF-KEY-04, -09: of the built-in app it is shown in full to administrators, and each time is in the trail', async () => {
      const app = await builtIn();
      const path = `apps/${app.id}/key`;
      const { data } = await admin.client.get<{ apiKey: string; isMasked: boolean }>(path);
      expect(data).toEqual({ apiKey: expect.stringMatching(KEY), isMasked: false });
      expect([masked(data.apiKey), await appOf(data.apiKey)]).toEqual([app.apiKey, app.id]);
      await admin.client.get(path);
      const trail = await eventsOf(app);
      expect(trail.map(({ event, actorUserId }) => [event, actorUserId])).toEqual([
        ['app.key_shown', admin.user.id],
        ['app.key_shown', admin.user.id],
      ]);
      expect(JSON.stringify([trail, gateway.log.lines])).not.toContain(data.apiKey);
      const reader = await holderOf('BRAND.READ', 'BRAND.UPDATE');
      for (const id of [app.id, NOBODY])
        expect(told(await reader.client.get(`apps/${id}/key`))).toEqual([403, 'AccessDenied']);
    });

    it('DF-KEY-04: of another app it is not kept, and shown masked; that is no event', async () => {
      const app = await create();
      const { data } = await admin.client.get(`apps/${app.id}/key`);
      expect(data).toEqual({ apiKey: masked(app.apiKey), isMasked: true });
      expect((await eventsOf(app)).map(({ event }) => event)).toEqual(['app.created']);
    });

    it('DF-KEY-04: of the built-in app a new one is kept as well', async () => {
      const app = await builtIn();
      const { data } = await admin.client.post<App>(`apps/${app.id}/regenerate-key`);
      expect((await admin.client.get(`apps/${app.id}/key`)).data).toEqual({ apiKey: data.apiKey, isMasked: false });
    });

    it('SEC-KEY-02: what is sealed for another app opens nowhere else', async () => {
      const app = await create();
      const { keySealed } = await gateway.store.findOneByOrFail(AppEntity, { brandId, isSystem: true });
      await gateway.store.update(AppEntity, { brandId, uid: app.id }, { keySealed });
      expect((await admin.client.get(`apps/${app.id}/key`)).data).toMatchObject({ isMasked: true });
    });
  });

  describe('the directory of keys', () => {
    it('asks the database once, and not at all for what is no key', async () => {
      const { apiKey, id } = await create();
      const first = await statementsOf(gateway, async () => {
        await Promise.all(Array.from({ length: 20 }, () => appOf(apiKey)));
      });
      const then = await statementsOf(gateway, async () => {
        expect(await appOf(apiKey)).toBe(id);
        for (const text of ['', 'x', apiKey.toUpperCase(), `${apiKey}0`, `${apiKey.slice(1)}g`])
          expect(await appOf(text)).toBeNull();
      });
      expect([first.length, then]).toEqual([1, []]);
    });

    it('SEC-REV-06: an unknown key is not remembered as unknown', async () => {
      const stranger = 'f'.repeat(64);
      expect(await appOf(stranger)).toBeNull();
      const { id } = await create();
      await gateway.store.update(AppEntity, { brandId, uid: id }, { keyHash: apiKeyHash(stranger) });
      expect(await appOf(stranger)).toBe(id);
    });

    it('SEC-REV-04: what was read while the key was replaced is not kept', async () => {
      const { apiKey, id } = await create();
      const repository = directory['apps'];
      const find = repository.findByKeyHash.bind(repository);
      const spy = jest.spyOn(repository, 'findByKeyHash').mockImplementationOnce(async (...args) => {
        const found = await find(...args);
        await admin.client.post(`apps/${id}/regenerate-key`);
        return found;
      });
      // Who asked before may still be told.
      expect(await appOf(apiKey)).toBe(id);
      expect(await appOf(apiKey)).toBeNull();
      spy.mockRestore();
    });

    it('hands out nothing of the key', async () => {
      const { apiKey } = await create();
      const app = await directory.findByKey(apiKey);
      expect(Object.keys(app ?? {}).filter((name) => /key/i.test(name))).toEqual([]);
      expect(app).toMatchObject({ brandId, isActive: true });
    });
  });

  it('GET lists by filter, page and order, and sorts by nothing of the key', async () => {
    const other = await gateway.addBrand('lists.example', { rateLimits: PLENTY });
    const { client } = await new People(gateway, other, 'lists.example').one({}, 'Admin');
    await client.post('apps', { name: 'zeta', description: 'On the web' });
    await client.post('apps', { name: 'alpha', isActive: false });
    const names = async (query: string) => {
      const { data } = await client.get<{ items: App[]; totalItems: number }>(`apps${query}`);
      return [data.totalItems, data.items.map(({ name }) => name).join(' ')];
    };
    expect(await names('')).toEqual([3, 'admin zeta alpha']);
    expect(await names('?sortDataField=name&sortOrder=desc&pageSize=2')).toEqual([3, 'zeta alpha']);
    expect(await names('?isActive=0')).toEqual([1, 'alpha']);
    expect(await names('?keywords=WEB')).toEqual([1, 'zeta']);
    for (const field of ['apiKey', 'keyHash', 'keyPrefix'])
      expect(told(await client.get(`apps?sortDataField=${field}`))).toEqual([400, 'RequestInvalid']);
  });

  it('PUT changes what is said and leaves the rest; null empties', async () => {
    const app = await create({ description: 'Before', path: '/m' });
    const put = async (body: object) => (await admin.client.put(`apps/${app.id}`, body)).data;
    expect(await put({ type: 'Path', name: null })).toMatchObject({
      name: app.name,
      type: 'Path',
      description: 'Before',
    });
    expect(await put({ description: null, path: null })).toMatchObject({ description: null, path: null, type: 'Path' });
  });

  it('DF-GEN-04: the built-in app is neither renamed nor deleted: 409 AppIsBuiltIn', async () => {
    const app = await builtIn();
    expect(told(await admin.client.put(`apps/${app.id}`, { name: 'mine' }))).toEqual([409, 'AppIsBuiltIn']);
    expect(told(await admin.client.delete(`apps/${app.id}`))).toEqual([409, 'AppIsBuiltIn']);
    expect((await admin.client.put(`apps/${app.id}`, { name: 'admin', description: 'Ours' })).status).toBe(200);
  });

  it('DELETE takes the roles that users have in the app along; each is in the trail', async () => {
    const [app, ada, roleId] = [await create(), await people.one(), await role()];
    await admin.client.put(`users/${ada.user.uid}/apps/${app.id}/role`, { roleId });
    expect((await admin.client.delete(`apps/${app.id}`)).data).toBe(true);
    expect(told(await admin.client.get(`apps/${app.id}`))).toEqual([404, 'AppNotFound']);
    expect(await gateway.store.countBy(UserAppRoleEntity, { brandId, userId: ada.user.id })).toBe(0);
    const where = { brandId, event: 'user.roles_changed' as const, targetId: ada.user.uid };
    const trail = await gateway.store.find(AuditEventEntity, { where, order: { id: 'ASC' } });
    expect(trail.at(-1)?.details).toEqual({ app: app.name, role: null });
  });

  it('SEC-TEN-03: another brand’s app is as if it were not there, byte for byte', async () => {
    const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
    const { client } = await new People(gateway, other, 'b.example').one({}, 'Admin');
    const { id, apiKey } = await create();
    const calls = (uid: string): [string, string, object?][] => [
      ['GET', `apps/${uid}`],
      ['GET', `apps/${uid}/key`],
      ...writes(uid),
    ];
    for (const [i, [method, path, body]] of calls(id).entries()) {
      const [, otherPath = ''] = calls(NOBODY)[i] ?? [];
      const [a, b] = [await client.send(method, path, body), await client.send(method, otherPath, body)];
      expect([method, path, ...told(a)]).toEqual([method, path, 404, 'AppNotFound']);
      expect(plain(a.text)).toBe(plain(b.text));
    }
    expect(await appOf(apiKey)).toBe(id);
  });
});

function writes(id: string): [string, string, object?][] {
  return [
    ['PUT', `apps/${id}`, { description: 'Mine' }],
    ['DELETE', `apps/${id}`],
    ['POST', `apps/${id}/regenerate-key`],
  ];
}
