import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { AuditSealer } from '../../../src/core/audit/audit-sealer';
import { AuditTrail } from '../../../src/core/audit/audit-trail';
import { ExportAuditFlow } from '../../../src/flows/read-audit/export-audit.flow';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

interface EventView {
  readonly id: string;
  readonly date: string;
  readonly event: string;
  readonly actor: { readonly id: string; readonly username: string | null } | null;
  readonly target: { readonly type: string; readonly id: string } | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly correlationId: string | null;
  readonly details: Record<string, unknown>;
  readonly sequence: number | null;
}
interface OwnView extends Omit<EventView, 'actor'> {
  readonly actor: string | null;
}
interface List<T> {
  readonly items: T[];
  readonly totalItems: number;
  readonly pageNumber: number;
  readonly pageSize: number;
}

const TOKEN = 'fcm:secret-part.of-the-token_12345678';

describeEngine('reading the audit trail (JFW-AUD-01, -02, SEC-AUD-01)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.updateBrand(await gateway.platformId(), { settings: { rateLimits: PLENTY } });
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    const childId = await gateway.addBrand('child.example', { rateLimits: PLENTY }, brandId);
    await gateway.addBrand('b.example', { rateLimits: PLENTY });
    await new People(gateway, childId, 'child.example').one();
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
  });
  afterAll(() => gateway.close());

  const read = async (query = '', client: JfwClient = admin.client) => {
    await gateway.flush();
    return client.get<List<EventView>>(`audit-events${query}`);
  };

  it('shows who did what to whom, from where, newest first', async () => {
    const person = await people.one({ 'User-Agent': 'tester/1', 'X-Correlation-ID': 'sign-in-1' });
    const { data, status } = await read('?pageSize=1&event=auth.login');
    expect(status).toBe(200);
    const { items } = data;
    expect(Object.keys(items[0] ?? {})).toEqual([
      ...['id', 'date', 'event', 'actor', 'target', 'address', 'userAgent', 'correlationId', 'details', 'sequence'],
    ]);
    expect(items[0]).toMatchObject({
      event: 'auth.login',
      actor: { id: person.user.uid, username: person.user.username },
      target: { type: 'session', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ...{ address: '127.0.0.1', userAgent: 'tester/1', correlationId: 'sign-in-1', details: {} },
    });
    expect(Math.abs(Date.parse(items[0]?.date ?? '') - gateway.clock.now())).toBeLessThan(10_000);
    await gateway.gateway.app.get(AuditSealer).run();
    expect((await read('?pageSize=1&event=auth.login')).data.items[0]?.sequence).toBeGreaterThan(0);
  });

  it('JFW-FMT-05: pages of the native form', async () => {
    const all = (await read('?pageSize=1000')).data;
    expect(all).toMatchObject({ pageNumber: 0, pageSize: 1_000, totalItems: all.items.length });
    const second = (await read('?pageSize=2&pageNumber=1')).data;
    // Each reading leaves no event, so the list stands still.
    expect(second.items.map(({ id }) => id)).toEqual(all.items.slice(2, 4).map(({ id }) => id));
    expect(second).toMatchObject({ pageNumber: 1, pageSize: 2, totalItems: all.totalItems });
    for (const query of ['?pageSize=0', '?pageNumber=-1', '?pageNumber=x']) {
      expect((await read(query)).code).toBe('RequestInvalid');
    }
    expect((await read('?pageNumber=999999999')).data.items).toEqual([]);
  });

  it('`before` reads on from an event, as far as there are any', async () => {
    const all = (await read('?pageSize=1000')).data.items.map(({ id }) => id);
    const seen: string[] = [];
    for (let last = ''; ;) {
      const { items, totalItems } = (await read(`?pageSize=3${last === '' ? '' : `&before=${last}`}`)).data;
      expect(totalItems).toBe(all.length - seen.length);
      if (items.length === 0) break;
      seen.push(...items.map(({ id }) => id));
      last = items.at(-1)?.id ?? '';
    }
    expect(seen).toEqual(all);
    const strangers = ['0198c0de-0000-7000-8000-000000000001', 'no-id'];
    for (const before of strangers)
      expect((await read(`?before=${before}`)).data).toMatchObject({ items: [], totalItems: 0 });
  });

  it('JFW-FMT-11: filters, one by one and together', async () => {
    const person = await people.one({ 'X-Correlation-ID': 'Filter-1' });
    await person.client.with({ 'X-Correlation-ID': 'Filter-2' }).post('users/auth/logout');
    await gateway.client('a.example').signIn(person.user.username ?? '', 'wrong');
    const events = async (query: string) => (await read(`?${query}`)).data.items.map(({ event }) => event);
    expect(await events(`actorUserId=${person.user.uid}`)).toEqual(['auth.logout', 'auth.login']);
    expect(await events(`actorUserId=${person.user.uid}&event=auth.logout,auth.refresh`)).toEqual(['auth.logout']);
    expect(await events(`actorUserId=${person.user.uid}&event=auth.logout&event=AUTH.LOGIN`)).toHaveLength(2);
    expect(await events(`targetType=User&targetId=${person.user.uid}`)).toEqual(['auth.login_failed']);
    expect(await events('correlationId=filter-1')).toEqual(['auth.login']);
    expect(await events(`address=127.0.0.1&actorUserId=${person.user.uid}`)).toHaveLength(2);
    expect(await events('address=203.0.113.1')).toEqual([]);
    expect(await events('event=no.such')).toEqual([]);
    for (const id of ['no-id', '0198c0de-0000-7000-8000-000000000001', admin.user.uid.slice(1)]) {
      expect(await events(`actorUserId=${id}`)).toEqual([]);
    }
  });

  it('JFW-FMT-02: from and to take any offset, and nothing else', async () => {
    const at = (ms: number) => new Date(gateway.clock.now() + ms).toISOString();
    const total = async (query: string) => (await read(`?${query}`)).data.totalItems;
    const all = await total('');
    expect(await total(`from=${at(-3_600_000)}&to=${at(3_600_000)}`)).toBe(all);
    expect(await total(`from=${at(3_600_000)}`)).toBe(0);
    expect(await total(`to=${at(-3_600_000)}`)).toBe(0);
    // Two hours later on a clock that is three hours ahead is an hour ago.
    const east = `${at(2 * 3_600_000).slice(0, 19)}+03:00`;
    expect(await total(`from=${encodeURIComponent(east)}`)).toBe(all);
    expect(await total(`from=${east}`)).toBe(all);
    for (const text of ['yesterday', '2026-02-31T00:00:00Z', '2026-01-01', '2026-01-01T00:00:00', '1790000000000']) {
      expect((await read(`?from=${text}`)).errors[0]).toMatchObject({ code: 'RequestInvalid', field: 'from' });
    }
  });

  it('names links by the public ids of user and device, and shows no number of a row', async () => {
    const phone = { 'X-Device-Code': 'shared-phone', 'X-Device-Token': TOKEN };
    const first = await people.one(phone);
    const second = await people.one(phone);
    const { items } = (await read('?event=device.token_moved&pageSize=1')).data;
    const link = (person: Person): unknown => expect.stringMatching(new RegExp(`^${person.user.uid}/[0-9a-f-]{36}$`));
    expect(items[0]).toMatchObject({
      target: { type: 'link', id: link(second) },
      details: { fromLink: link(first), toLink: link(second), tokenHash: expect.stringMatching(/^[0-9a-f]{8}$/) },
    });
  });

  it('JFW-CAL-04, SEC-TEN-03: the own brand, or one below it as target; never another', async () => {
    const own = new Set((await read('?pageSize=1000')).data.items.map(({ id }) => id));
    const below = (await read('?brandUrl=child.example&event=auth.login')).data;
    expect(below.items).toHaveLength(1);
    expect(own.has(below.items[0]?.id ?? '')).toBe(false);
    expect((await read('?brandUrl=b.example')).code).toBe('BrandCrossNotAllowed');
    const ids = (await gateway.store.findBy(AuditEventEntity, { brandId })).map(({ uid }) => uid);
    expect([...own].every((id) => ids.includes(id))).toBe(true);
    // An event of another brand as cursor, or a user of it as actor, is one that nobody has.
    expect((await read(`?before=${below.items[0]?.id}`)).data.totalItems).toBe(0);
    expect((await read(`?actorUserId=${below.items[0]?.actor?.id}`)).data.totalItems).toBe(0);
  });

  it('JFW-ADM-06: needs BRAND.READ', async () => {
    const { client } = await people.one();
    const answers = [await read('', client), await read('?before=x&pageSize=0', client)];
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(2).fill([403, 'AccessDenied']));
    expect(plain(answers[0]?.text ?? '')).toBe(plain(answers[1]?.text ?? ''));
  });

  it('a long trail is counted and paged as far as 10,000, and read on by `before`', async () => {
    const longId = await gateway.addBrand('long.example', { rateLimits: PLENTY });
    const reader = await new People(gateway, longId, 'long.example').one({}, 'Admin');
    const { app } = gateway.gateway;
    const origin = { brandId: longId, actorUserId: null, address: null, userAgent: null, correlationId: null };
    for (let i = 0; i < 21; i += 1) {
      const events = Array.from({ length: 500 }, () => ({ event: 'user.updated' as const }));
      await app.get(AuditTrail).record(gateway.store, origin, ...events);
    }
    const page = async (query: string) => (await read(`?event=user.updated&${query}`, reader.client)).data;
    const last = await page('pageSize=1000&pageNumber=9');
    expect([last.totalItems, last.items.length]).toEqual([10_000, 1_000]);
    expect((await page('pageSize=1000&pageNumber=10')).items).toEqual([]);
    expect((await page('pageSize=300&pageNumber=33')).items).toHaveLength(100);
    const rest = await page(`pageSize=1000&before=${last.items.at(-1)?.id}`);
    expect([rest.totalItems, rest.items.length]).toEqual([500, 500]);
    const exported = [];
    for await (const line of app.get(ExportAuditFlow).run(longId, { events: ['user.updated'] })) exported.push(line);
    expect(exported).toHaveLength(10_500);
  }, 60_000);

  it('is exported line by line, oldest first, ready for JSON', async () => {
    await gateway.flush();
    await gateway.gateway.app.get(AuditSealer).run();
    const lines: string[] = [];
    for await (const line of gateway.gateway.app.get(ExportAuditFlow).run(brandId)) lines.push(JSON.stringify(line));
    const rows = await gateway.store.find(AuditEventEntity, { where: { brandId }, order: { id: 'ASC' } });
    const parsed = lines.map((line) => JSON.parse(line) as EventView & { hash: string });
    expect(parsed.map(({ id, sequence, hash }) => [id, sequence, hash])).toEqual(
      rows.map(({ uid, sequence, hash }) => [uid, sequence, hash?.toString('hex')]),
    );
    expect(Object.keys(parsed[0] ?? {})).toEqual([
      ...['id', 'date', 'event', 'actor', 'target', 'address', 'userAgent', 'correlationId', 'details', 'sequence'],
      'hash',
    ]);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  describe('GET users/me/security-events (SEC-SES-10)', () => {
    const own = async (client: JfwClient, query = '') => {
      await gateway.flush();
      return client.get<List<OwnView>>(`users/me/security-events${query}`);
    };

    it('what the user did and what was done to the account, without refreshes', async () => {
      const person = await people.one({ 'X-Device-Code': 'own-phone', 'User-Agent': 'phone/1' });
      await gateway.client('a.example').refresh(person.data.refreshAuthKey);
      await gateway
        .client('a.example')
        .with({ 'User-Agent': 'thief/1' })
        .signIn(person.user.username ?? '', 'wrong');
      await gateway.flush();
      const { client } = await person.signIn();
      const { data, status } = await own(client);
      expect(status).toBe(200);
      expect(data.items.map(({ event, actor }) => [event, actor])).toEqual([
        ['auth.login', 'self'],
        ['auth.login_failed', null],
        ['device.linked', 'self'],
        ['auth.login', 'self'],
      ]);
      expect(data).toMatchObject({ totalItems: 4, pageNumber: 0, pageSize: 200 });
      expect(Object.keys(data.items[0] ?? {})).toEqual([
        ...['id', 'date', 'event', 'actor', 'target', 'address', 'userAgent', 'correlationId'],
      ]);
      expect(data.items[1]).toMatchObject({ userAgent: 'thief/1', target: { type: 'user', id: person.user.uid } });
      const second = (await own(client, '?pageSize=2&pageNumber=1')).data.items;
      expect(second.map(({ event }) => event)).toEqual(['device.linked', 'auth.login']);
      const before = (await own(client, `?before=${data.items[1]?.id}`)).data;
      expect([before.totalItems, before.items.map(({ event }) => event)]).toEqual([2, ['device.linked', 'auth.login']]);
    });

    it("an administrator's act shows neither name, address, browser nor id of the administrator", async () => {
      const person = await people.one({ 'X-Device-Code': 'revoked-phone' });
      const { client } = await person.signIn();
      const devices = (await client.get<{ id: string }[]>('users/me/devices')).data;
      const deviceId = devices[0]?.id ?? '';
      const headers = { 'User-Agent': 'admin-browser/9', 'X-Correlation-ID': 'act-of-admin' };
      const removal = await admin.client.with(headers).delete(`users/${person.user.uid}/devices/${deviceId}`);
      expect(removal.status).toBe(200);
      const { items } = (await own(client, '?pageSize=1')).data;
      expect(items[0]).toMatchObject({
        ...{ event: 'device.revoked', actor: 'administrator', target: { type: 'device', id: deviceId } },
        ...{ address: null, userAgent: null, correlationId: null },
      });
      const { text } = await own(client);
      for (const secret of [admin.user.uid, admin.user.username ?? '', 'admin-browser', 'act-of-admin']) {
        expect(text).not.toContain(secret);
      }
      // The administrator's own list has the act, and not whom it was done to.
      const acts = (await own(admin.client)).data.items.filter(({ event }) => event === 'device.revoked');
      expect(acts.map(({ actor, target }) => [actor, target])).toEqual([['self', null]]);
      expect((await own(admin.client)).text).not.toContain(person.user.uid);
    });

    it('a session that somebody else ended, a phone that somebody else took over', async () => {
      const phone = { 'X-Device-Code': 'handed-on', 'X-Device-Token': `${TOKEN}-2` };
      const first = await people.one(phone);
      const second = await people.one(phone);
      const lists = [await own(first.client), await own(second.client)];
      expect(lists.map(({ data }) => data.items.map(({ event }) => event))).toEqual([
        ['device.linked', 'auth.login'],
        ['device.token_moved', 'device.linked', 'auth.login'],
      ]);
      expect(lists[0]?.text).not.toContain(second.user.uid);
      expect(lists[1]?.text).not.toContain(first.user.uid);
    });

    it('nobody else’s, in no other brand', async () => {
      const person = await people.one();
      const { data } = await own(person.client);
      const foreign = await gateway.store.findBy(AuditEventEntity, { brandId });
      const ids = new Set(data.items.map(({ id }) => id));
      const mine = foreign.filter(({ uid }) => ids.has(uid));
      expect(mine.every(({ actorUserId }) => actorUserId === person.user.id)).toBe(true);
      expect((await own(person.client, '?brandUrl=b.example')).code).toBe('RequestInvalid');
      expect((await gateway.client('a.example').get('users/me/security-events')).status).toBe(401);
    });
  });

  it('a SuperAdmin reads any brand by naming it', async () => {
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    const root = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
    const answer = await read('?brandUrl=b.example', root);
    expect(answer.status).toBe(200);
    // The crossing itself is in both trails, and in the target's without a name.
    const crossings = (await read('?brandUrl=b.example&event=brand.crossed', root)).data.items;
    expect(crossings[0]).toMatchObject({ event: 'brand.crossed', actor: null });
  });
});
