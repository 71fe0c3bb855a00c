import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { RoleServiceEntity } from '../../../src/core/roles/role-service.entity';
import type { ServiceConfig } from '../../../src/core/services/service-config';
import { ServiceEntity } from '../../../src/core/services/service.entity';
import { headerPlace } from '../../../src/core/services/service-headers';
import type { BrandId } from '../../../src/kernel/ids';
import { KeyRing } from '../../../src/kernel/secrets/key-ring';
import { unseal } from '../../../src/kernel/secrets/sealed-text';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { TEST_MASTER_KEY, TestGateway } from '../../support/start-gateway';

interface Service {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly isSystem: boolean;
  readonly config: { readonly baseUrl: string; readonly headers: readonly { name: string; value: string }[] } | null;
}

const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
const SECRET = 'Bearer canary-of-the-upstream';
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('services (DF-SVC-01, -07)', () => {
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

  const config = { baseUrl: 'https://orders.example.com/api', headers: [{ name: 'Authorization', value: SECRET }] };
  const create = async (body: object = {}) => {
    const answer = await admin.client.post<Service>('services', { name: `svc-${(count += 1)}`, config, ...body });
    expect(answer.status).toBe(201);
    return answer.data;
  };
  const stored = async ({ id }: Service) => gateway.store.findOneByOrFail(ServiceEntity, { brandId, uid: id });
  /** What the upstream would be sent. */
  const opened = async (service: Service, name: string) => {
    const row = await stored(service);
    const header = (row.config as ServiceConfig).headers.find((h) => h.name === name);
    return header ? unseal(KeyRing.parse(TEST_MASTER_KEY), header.sealed, headerPlace(row, name)) : undefined;
  };

  it('POST answers 201 with defaults; the values of headers are shown to nobody and kept encrypted', async () => {
    const { status, data, text } = await admin.client.post<Service>('services', { name: 'Orders', config });
    expect([status, data]).toMatchObject([
      201,
      {
        ...{ name: 'orders', label: 'orders', description: null, type: 'rws', isActive: true, isSystem: false },
        config: {
          ...{ baseUrl: 'https://orders.example.com/api', timeoutSeconds: 30, honoursFilters: false },
          headers: [{ name: 'Authorization', value: '********' }],
        },
      },
    ]);
    expect((await admin.client.get(`services/${data.id}`)).data).toEqual(data);
    const row = JSON.stringify(await stored(data));
    const trail = await gateway.store.findBy(AuditEventEntity, { brandId, targetType: 'service', targetId: data.id });
    expect(trail.map(({ event }) => event)).toEqual(['service.created']);
    const list = await admin.client.get('services');
    for (const sink of [text, row, JSON.stringify(trail), list.text, ...gateway.log.lines])
      expect(sink).not.toContain('canary-of-the-upstream');
    expect(await opened(data, 'Authorization')).toBe(SECRET);
  });

  it('SEC-KEY-02: a value moved to another header, service or brand does not open', async () => {
    const [one, two] = [await create(), await create()];
    const ring = KeyRing.parse(TEST_MASTER_KEY);
    const [a, b] = [await stored(one), await stored(two)];
    const sealed = (a.config as ServiceConfig).headers[0]?.sealed ?? '';
    const places = [headerPlace(a, 'X-Other'), headerPlace(b, 'Authorization')];
    places.push({ ...headerPlace(a, 'Authorization'), brandId: brandId + 1 });
    expect(places.map((place) => unseal(ring, sealed, place))).toEqual([null, null, null]);
  });

  it('takes nothing from the body but what may be said of a service', async () => {
    const forged = { id: NOBODY, isSystem: true, brandId: 1, number: 1, epoch: 9, createdBy: 1, config: undefined };
    const data = await create({
      ...forged,
      config: { ...config, secret: 'x', headers: [{ name: 'X-A', value: 'b', sealed: 'c' }] },
    });
    const row = await stored(data);
    expect([data.isSystem, data.id === NOBODY, row.createdBy]).toEqual([false, false, admin.user.id]);
    expect(Object.keys(row.config).sort()).toEqual(['baseUrl', 'headers', 'honoursFilters', 'timeoutSeconds']);
    expect(await opened(data, 'X-A')).toBe('b');
  });

  it.each([
    [{ name: 'system' }, 'name'],
    [{ name: 'User' }, 'name'],
    [{ name: 'admin' }, 'name'],
    [{ name: 'a.b' }, 'name'],
    [{ name: undefined }, 'name'],
    [{ type: 'sql_db' }, 'type'],
    [{ type: 'system' }, 'type'],
    [{ config: undefined }, 'config'],
    [{ config: {} }, 'config.baseUrl'],
    [{ config: { baseUrl: 'ftp://orders.example.com' } }, 'config.baseUrl'],
    [{ config: { baseUrl: 'https://user:pw@orders.example.com' } }, 'config.baseUrl'],
    [{ config: { baseUrl: 'https://orders.example.com?key=1' } }, 'config.baseUrl'],
    [{ config: { ...config, timeoutSeconds: 0 } }, 'config.timeoutSeconds'],
    [{ config: { ...config, timeoutSeconds: 301 } }, 'config.timeoutSeconds'],
    [{ config: { ...config, timeoutSeconds: '30' } }, 'config.timeoutSeconds'],
    [{ config: { ...config, headers: [{ name: 'X-Brandgate-User', value: 'root' }] } }, 'config.headers'],
    [{ config: { ...config, headers: [{ name: 'X-A', value: 'a\r\nX-B: c' }] } }, 'config.headers'],
    [{ config: { ...config, headers: [{ name: 'X-A' }] } }, 'config.headers'],
    [{ config: { ...config, headers: [{ name: 'X-A', value: '********' }] } }, 'config.headers'],
    [{ config: { ...config, headers: ['X-A', 'x-a'].map((name) => ({ name, value: 'b' })) } }, 'config.headers'],
    [{ config: { ...config, headers: 'X-A: b' } }, 'config.headers'],
  ])('%j is 400 with field %s and leaves nothing behind', async (body, field) => {
    const before = await gateway.store.count(ServiceEntity);
    const answer = await admin.client.post('services', { name: 'refused', config, ...body });
    expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
    expect(await gateway.store.count(ServiceEntity)).toBe(before);
  });

  it('409 ServiceAlreadyExists for a name of the brand in any case; another brand may have it', async () => {
    const { name } = await create();
    const body = { name: name.toUpperCase(), config };
    expect(told(await admin.client.post('services', body))).toEqual([409, 'ServiceAlreadyExists']);
    const other = await create();
    expect(told(await admin.client.put(`services/${other.id}`, { name }))).toEqual([409, 'ServiceAlreadyExists']);
    const elsewhere = await gateway.addBrand('names.example', { rateLimits: PLENTY });
    const theirs = await new People(gateway, elsewhere, 'names.example').one({}, 'Admin');
    expect((await theirs.client.post('services', body)).status).toBe(201);
  });

  it('GET lists the gateway’s own and the brand’s, by filter, page and order', async () => {
    const elsewhere = await gateway.addBrand('lists.example', { rateLimits: PLENTY });
    const { client } = await new People(gateway, elsewhere, 'lists.example').one({}, 'Admin');
    await client.post('services', { name: 'zeta', label: 'Last', isActive: false, config });
    await client.post('services', { name: 'alpha', description: 'The first', config });
    const names = async (query: string) => {
      const { data } = await client.get<{ items: Service[]; totalItems: number }>(`services${query}`);
      return [data.totalItems, data.items.map(({ name }) => name).join(' ')];
    };
    expect(await names('')).toEqual([4, 'system user zeta alpha']);
    expect(await names('?sortDataField=name')).toEqual([4, 'alpha system user zeta']);
    expect(await names('?type=rws&pageSize=1')).toEqual([2, 'zeta']);
    expect(await names('?isActive=false')).toEqual([1, 'zeta']);
    expect(await names('?keywords=FIRST')).toEqual([1, 'alpha']);
    expect(await names('?name=ALPHA')).toEqual([1, 'alpha']);
    expect(told(await client.get('services?sortDataField=config'))).toEqual([400, 'RequestInvalid']);
    const own = await client.get<{ items: Service[] }>('services?name=system');
    expect(own.data.items[0]).toMatchObject({ type: 'system', isSystem: true, config: null });
  });

  it('PUT changes what is said and leaves the rest; a mask, null or no value keeps a header’s', async () => {
    const service = await create({ label: 'Before' });
    const put = async (body: object) => (await admin.client.put<Service>(`services/${service.id}`, body)).data;
    expect(await put({ config: { timeoutSeconds: 5, honoursFilters: true } })).toMatchObject({
      ...{ label: 'Before', config: { baseUrl: config.baseUrl, timeoutSeconds: 5, honoursFilters: true } },
    });
    expect(await put({ label: 'After', isActive: false })).toMatchObject({ label: 'After', isActive: false });
    for (const value of ['********', null, undefined]) {
      await put({
        config: {
          headers: [
            { name: 'authorization', value },
            { name: 'X-New', value: 'new' },
          ],
        },
      });
      expect([await opened(service, 'authorization'), await opened(service, 'X-New')]).toEqual([SECRET, 'new']);
    }
    await put({ config: { headers: [{ name: 'authorization', value: 'changed' }] } });
    expect([await opened(service, 'authorization'), await opened(service, 'X-New')]).toEqual(['changed', undefined]);
    expect(told(await admin.client.put(`services/${service.id}`, { type: 'sql_db' }))).toEqual([400, 'RequestInvalid']);
  });

  it('SEC-KEY-04: a value does not follow to another address by itself', async () => {
    const service = await create();
    const put = (change: object) => admin.client.put(`services/${service.id}`, { config: change });
    const baseUrl = 'https://evil.example';
    for (const change of [
      { baseUrl },
      { baseUrl, headers: [{ name: 'Authorization', value: '********' }] },
      { baseUrl: `${config.baseUrl}/../../evil` },
    ])
      expect(told(await put(change))).toEqual([400, 'RequestInvalid']);
    expect(await opened(service, 'Authorization')).toBe(SECRET);
    expect((await put({ baseUrl: `${config.baseUrl}/` })).status).toBe(200);
    expect((await put({ baseUrl, headers: [{ name: 'Authorization', value: 'given anew' }] })).status).toBe(200);
    expect(await opened(service, 'Authorization')).toBe('given anew');
    expect((await put({ baseUrl: 'https://two.example', headers: [] })).status).toBe(200);
  });

  it('the gateway’s own are neither changed nor deleted: 409 ServiceIsBuiltIn', async () => {
    const { data } = await admin.client.get<{ items: Service[] }>('services?name=user');
    const path = `services/${data.items[0]?.id}`;
    expect(told(await admin.client.put(path, { label: 'Mine' }))).toEqual([409, 'ServiceIsBuiltIn']);
    expect(told(await admin.client.delete(path))).toEqual([409, 'ServiceIsBuiltIn']);
  });

  it('DELETE takes what roles say of it along', async () => {
    const service = await create();
    const role = await admin.client.post<{ id: string }>('roles', { code: 'reaches', name: 'Reaches' });
    const services = [
      { serviceId: service.id, component: '*', verbs: ['GET'] },
      { component: '*', verbs: ['GET'] },
    ];
    expect((await admin.client.put(`roles/${role.data.id}/services`, { services })).status).toBe(200);
    expect((await admin.client.delete(`services/${service.id}`)).data).toBe(true);
    expect(told(await admin.client.get(`services/${service.id}`))).toEqual([404, 'ServiceNotFound']);
    expect(await gateway.store.countBy(RoleServiceEntity, { brandId })).toBe(1);
    const where = { brandId, event: 'service.deleted' as const, targetId: service.id };
    expect((await gateway.store.findOneByOrFail(AuditEventEntity, where)).details).toEqual({
      ...{ name: service.name, roleRows: 1 },
    });
  });

  it('DF-SVC-07: only administrators write services, whoever has the permission; who reads needs it', async () => {
    const service = await create();
    const role = await admin.client.post<{ id: string }>('roles', {
      ...{ code: 'operator', name: 'Operator', permissions: ['BRAND.READ', 'BRAND.UPDATE'] },
    });
    const [operator, stranger] = [await people.one(), await people.one()];
    await admin.client.post(`roles/${role.data.id}/users`, { userIds: [operator.user.uid] });
    expect((await operator.client.get(`services/${service.id}`)).status).toBe(200);
    for (const { client } of [operator, stranger]) {
      expect(told(await client.post('services', { name: 'mine', config }))).toEqual([403, 'AccessDenied']);
      for (const id of [service.id, NOBODY]) {
        expect(told(await client.put(`services/${id}`, { label: 'x' }))).toEqual([403, 'AccessDenied']);
        expect(told(await client.delete(`services/${id}`))).toEqual([403, 'AccessDenied']);
      }
    }
    expect(told(await stranger.client.get('services'))).toEqual([403, 'AccessDenied']);
    expect(told(await stranger.client.get(`services/${NOBODY}`))).toEqual([403, 'AccessDenied']);
  });

  it('SEC-TEN-03: another brand’s service is as if it were not there, byte for byte', async () => {
    const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
    const { client } = await new People(gateway, other, 'b.example').one({}, 'Admin');
    const { id } = await create();
    const role = await client.post<{ id: string }>('roles', { code: 'theirs', name: 'Theirs' });
    const calls = (serviceId: string): [string, string, object?][] => [
      ['GET', `services/${serviceId}`],
      ['PUT', `services/${serviceId}`, { label: 'Mine' }],
      ['DELETE', `services/${serviceId}`],
      ['PUT', `roles/${role.data.id}/services`, { services: [{ serviceId, component: '*', verbs: ['GET'] }] }],
    ];
    for (const [i, [method, path, body]] of calls(id).entries()) {
      const [, otherPath = '', otherBody] = calls(NOBODY)[i] ?? [];
      const [a, b] = [await client.send(method, path, body), await client.send(method, otherPath, otherBody)];
      expect([method, path, ...told(a)]).toEqual([method, path, 404, 'ServiceNotFound']);
      expect(plain(a.text)).toBe(plain(b.text));
    }
    const list = await client.get<{ totalItems: number }>(`services?ids=${id}`);
    expect(list.data.totalItems).toBe(0);
  });
});
