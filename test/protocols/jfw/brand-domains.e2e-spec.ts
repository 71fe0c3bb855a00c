import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { BrandEntity } from '../../../src/core/brands/brand.entity';
import { DomainEntity } from '../../../src/core/brands/domain.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { NodeDnsResolver } from '../../../src/outbound/dns/node-dns-resolver';
import { describeEngine } from '../../support/describe-engine';
import { DnsServer } from '../../support/dns-server';
import { FakeDns } from '../../support/fake-dns';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

/** Longer than the gateway waits for a name server. */
const PATIENCE_MS = 20_000;
const NOBODY = '0197a3c2-0f5e-7c11-8a3e-3f1b2c4d5e6f';

interface DomainData {
  readonly id: string;
  readonly domain: string;
  readonly isPrimary: boolean;
  readonly verified: boolean;
  readonly verifiedDate: string | null;
  readonly verification: { readonly type: string; readonly name: string; readonly value: string } | null;
}
interface Tenant {
  readonly id: BrandId;
  readonly uid: string;
  readonly people: People;
  readonly admin: Person;
}

function outcome({ status, code, errors }: JfwAnswer<unknown>) {
  return code === undefined ? status : [status, code, ...errors.flatMap(({ field }) => field ?? [])].join(' ');
}

async function found(gateway: TestGateway, domain: string, parentId: BrandId | null = null): Promise<Tenant> {
  const id = await gateway.addBrand(domain, { rateLimits: PLENTY }, parentId);
  const { uid } = await gateway.store.findOneByOrFail(BrandEntity, { id });
  const people = new People(gateway, id, domain);
  return { id, uid, people, admin: await people.one({}, 'Admin') };
}

const add = (client: JfwClient, uid: string, domain: unknown, isPrimary?: unknown) =>
  client.post<DomainData>(`brands/${uid}/domains`, { domain, isPrimary });
const verify = (client: JfwClient, uid: string, id: string) =>
  client.post<DomainData>(`brands/${uid}/domains/${id}/verify`);
const remove = (client: JfwClient, uid: string, id: string) => client.delete(`brands/${uid}/domains/${id}`);
const prefer = (client: JfwClient, uid: string, id: string) =>
  client.put<DomainData>(`brands/${uid}/domains/${id}`, { isPrimary: true });
const list = async (client: JfwClient, uid: string) => (await client.get<DomainData[]>(`brands/${uid}/domains`)).data;
const primaries = async (client: JfwClient, uid: string) =>
  (await list(client, uid)).filter(({ isPrimary }) => isPrimary).map(({ domain }) => domain);

describeEngine('domains of a brand', () => {
  let gateway: TestGateway;
  const dns = new FakeDns();
  let root: Person;
  let other: Tenant;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start({ dns });
    root = await new People(gateway, await gateway.platformId(), 'localhost').one({}, 'SuperAdmin');
    other = await found(gateway, 'other.example');
  });
  afterAll(() => gateway.close());

  const fresh = (parentId: BrandId | null = null) => found(gateway, `fresh-${(count += 1)}.example`, parentId);
  const resolves = async (domain: string) => (await gateway.client(domain).get('brands/by-url')).status === 200;
  const publish = ({ verification }: DomainData) => dns.records.set(verification!.name, ['x', verification!.value]);

  it('JFW-ADM-12, JFW-EP-67: what a SuperAdmin adds is verified and resolves at once', async () => {
    const { uid, admin } = await fresh();
    const { status, data } = await add(root.client, uid, 'https://Shop.Example/', true);
    expect([status, data]).toEqual([
      201,
      {
        ...{ id: expect.any(String), domain: 'shop.example', isPrimary: true, verified: true, verification: null },
        ...{ verifiedDate: expect.any(String), createdDate: expect.any(String) },
      },
    ]);
    expect([await resolves('shop.example'), await primaries(admin.client, uid)]).toEqual([true, ['shop.example']]);
  });

  it('JFW-ADM-12: what an Admin adds waits for its DNS, and names the record', async () => {
    const { uid, admin, id } = await fresh();
    const { status, data } = await add(admin.client, uid, 'wait.example:8443', true);
    expect([status, data]).toEqual([
      201,
      expect.objectContaining({ domain: 'wait.example:8443', isPrimary: false, verified: false, verifiedDate: null }),
    ]);
    expect(data.verification).toEqual({
      ...{ type: 'TXT', name: '_brandgate.wait.example' },
      value: expect.stringMatching(/^brandgate-domain=[a-z0-9]{32}$/),
    });
    expect([await resolves('wait.example:8443'), await primaries(admin.client, uid)]).toEqual([
      ...[false, [`fresh-${count}.example`]],
    ]);
    expect(outcome(await verify(admin.client, uid, data.id))).toBe('409 DomainNotVerified');
    expect(dns.asked).toContain('_brandgate.wait.example');
    dns.records.set('_brandgate.wait.example', ['brandgate-domain=somebody-elses']);
    expect(outcome(await verify(admin.client, uid, data.id))).toBe('409 DomainNotVerified');
    expect(await resolves('wait.example:8443')).toBe(false);
    publish(data);
    const verified = await verify(admin.client, uid, data.id);
    expect([verified.status, verified.data]).toEqual([
      200,
      expect.objectContaining({ id: data.id, verified: true, isPrimary: true, verification: null }),
    ]);
    expect([await resolves('wait.example:8443'), await primaries(admin.client, uid)]).toEqual([
      ...[true, ['wait.example:8443']],
    ]);
    const asked = dns.asked.length;
    expect((await verify(admin.client, uid, data.id)).data).toEqual(verified.data);
    expect(dns.asked).toHaveLength(asked);
    const lines = await gateway.store.find(AuditEventEntity, { where: { brandId: id, event: 'brand.domain_changed' } });
    expect(lines.map(({ details, actorUserId }) => [details, actorUserId])).toEqual([
      [{ action: 'added', domain: 'wait.example:8443', isVerified: false }, admin.user.id],
      [{ action: 'verified', domain: 'wait.example:8443' }, admin.user.id],
    ]);
  });

  it('JFW-ADM-12: a SuperAdmin verifies without the DNS', async () => {
    const { uid, admin } = await fresh();
    const { data } = await add(admin.client, uid, 'said-so.example');
    const asked = dns.asked.length;
    expect((await verify(root.client, uid, data.id)).data).toMatchObject({ verified: true, isPrimary: false });
    expect([dns.asked.length, await resolves('said-so.example')]).toEqual([asked, true]);
  });

  it('JFW-ADM-12, JFW-BRD-08: a waiting entry blocks nobody, and comes too late for a name that is held', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const early = await add(one.admin.client, one.uid, 'wanted.example');
    const late = await add(two.admin.client, two.uid, 'wanted.example');
    expect([early.status, late.status]).toEqual([201, 201]);
    expect((await verify(root.client, two.uid, late.data.id)).status).toBe(200);
    publish(early.data);
    expect(outcome(await verify(one.admin.client, one.uid, early.data.id))).toBe('409 BrandDomainAlreadyExists');
    expect(outcome(await verify(root.client, one.uid, early.data.id))).toBe('409 BrandDomainAlreadyExists');
    expect(outcome(await remove(one.admin.client, one.uid, early.data.id))).toBe(200);
    for (const client of [one.admin.client, root.client]) {
      expect(outcome(await add(client, one.uid, 'wanted.example'))).toBe('409 BrandDomainAlreadyExists');
    }
    await add(one.admin.client, one.uid, 'twice.example');
    expect(outcome(await add(one.admin.client, one.uid, 'TWICE.example'))).toBe('409 BrandDomainAlreadyExists');
  });

  it.each<[unknown, unknown, string]>([
    ['a_b', undefined, '400 BrandUrlInvalid'],
    ['127.0.0.1', undefined, '400 BrandUrlInvalid'],
    ['user@x.example', undefined, '400 BrandUrlInvalid'],
    ['', undefined, '400 RequestInvalid domain'],
    [undefined, undefined, '400 RequestInvalid domain'],
    [5, undefined, '400 RequestInvalid domain'],
    ['fine.example', 'yes', '400 RequestInvalid isPrimary'],
  ])('JFW-EP-67: domain %p, isPrimary %p is refused', async (domain, isPrimary, expected) => {
    expect(outcome(await add(other.admin.client, other.uid, domain, isPrimary))).toBe(expected);
  });

  it('keeps exactly one primary domain: another takes its place, and the oldest when it leaves', async () => {
    const { uid, admin } = await fresh();
    const first = `fresh-${count}.example`;
    const second = (await add(root.client, uid, `second-${count}.example`)).data;
    const third = (await add(root.client, uid, `third-${count}.example`, true)).data;
    expect(await primaries(admin.client, uid)).toEqual([third.domain]);
    expect((await prefer(admin.client, uid, second.id)).data).toMatchObject({ id: second.id, isPrimary: true });
    expect(await primaries(admin.client, uid)).toEqual([second.domain]);
    const waiting = (await add(admin.client, uid, `fourth-${count}.example`, true)).data;
    expect(outcome(await prefer(admin.client, uid, waiting.id))).toBe('409 DomainNotVerified');
    expect(outcome(await admin.client.put(`brands/${uid}/domains/${third.id}`, { isPrimary: false }))).toBe(
      '400 RequestInvalid isPrimary',
    );
    expect(await primaries(admin.client, uid)).toEqual([second.domain]);
    await remove(admin.client, uid, second.id);
    expect(await primaries(admin.client, uid)).toEqual([first]);
    // It was meant to be the primary one all along.
    await verify(root.client, uid, waiting.id);
    expect(await primaries(admin.client, uid)).toEqual([waiting.domain]);
    const rows = await gateway.store.findBy(DomainEntity, { isPrimary: true });
    expect(rows.filter(({ domain }) => domain.includes(`-${count}.example`))).toHaveLength(1);
  });

  it('JFW-ADM-13, JFW-EP-69: the last verified domain of an Active brand stays; keys outlive the others', async () => {
    const { uid, admin, id } = await fresh();
    const [first] = await list(admin.client, uid);
    await add(admin.client, uid, `waiting-${count}.example`);
    expect(outcome(await remove(admin.client, uid, first!.id))).toBe('409 BrandDomainRequired');
    const second = (await add(root.client, uid, `second-${count}.example`)).data;
    expect(outcome(await remove(admin.client, uid, first!.id))).toBe(200);
    expect(await resolves(first!.domain)).toBe(false);
    const moved = gateway.client(second.domain).with({ 'Auth-Key': admin.data.authKey });
    expect(outcome(await moved.get('users/me'))).toBe(200);
    expect(outcome(await remove(moved, uid, second.id))).toBe('409 BrandDomainRequired');
    await gateway.updateBrand(id, { status: 'Inactive' });
    expect(outcome(await remove(root.client, uid, second.id))).toBe(200);
  });

  it('SEC-TEN-03: a domain of another brand is answered like one that is not there', async () => {
    const { uid, admin } = await fresh();
    const [foreign] = await list(other.admin.client, other.uid);
    for (const act of [verify, remove, prefer]) {
      const [theirs, none, nonsense] = [
        await act(admin.client, uid, foreign!.id),
        await act(admin.client, uid, NOBODY),
        await act(admin.client, uid, 'nonsense'),
      ];
      expect([outcome(theirs), outcome(none)]).toEqual(['404 DomainNotFound', '404 DomainNotFound']);
      expect([plain(theirs.text), plain(nonsense.text)]).toEqual([plain(none.text), plain(none.text)]);
    }
    expect(await list(other.admin.client, other.uid)).toHaveLength(1);
  });

  it('JFW-CAL-04, -09, JFW-ADM-06 (T26): every endpoint asks for the permission, then for the right to cross', async () => {
    const parent = await fresh();
    const domain = `fresh-${count}.example`;
    const child = await fresh(parent.id);
    const user = await parent.people.one();
    const calls: [string, (client: JfwClient, uid: string) => Promise<JfwAnswer<unknown>>][] = [
      ['list', (client, uid) => client.get(`brands/${uid}/domains`)],
      ['add', (client, uid) => add(client, uid, '')],
      ['verify', (client, uid) => verify(client, uid, NOBODY)],
      ['prefer', (client, uid) => prefer(client, uid, NOBODY)],
      ['remove', (client, uid) => remove(client, uid, NOBODY)],
    ];
    for (const [name, call] of calls) {
      const allowed = name === 'list' ? 200 : name === 'add' ? '400 RequestInvalid domain' : '404 DomainNotFound';
      const answers = [
        await call(parent.admin.client, child.uid),
        await call(root.client, child.uid),
        await call(child.admin.client, parent.uid),
        await call(parent.admin.client, NOBODY),
        await call(user.client, NOBODY),
        await call(gateway.client(domain), parent.uid),
      ];
      expect([name, ...answers.map(outcome)]).toEqual([
        ...[name, allowed, allowed, '403 BrandCrossNotAllowed', '404 BrandNotFound', '403 AccessDenied'],
        '401 AuthKeyRequired',
      ]);
    }
  });

  it('SEC-TEN-10: a brand has two questions under way at most, and another one is not held up', async () => {
    const [slow, quick] = [await fresh(), await fresh()];
    const entry = (await add(slow.admin.client, slow.uid, 'slow.example')).data;
    const other = (await add(quick.admin.client, quick.uid, 'quick.example')).data;
    publish(other);
    let answer: () => void = () => undefined;
    dns.held.set(entry.verification!.name, new Promise((resolve) => (answer = resolve)));
    const asking = Array.from({ length: 5 }, () => verify(slow.admin.client, slow.uid, entry.id));
    const refused = await Promise.any(asking);
    expect([outcome(refused), refused.headers.get('retry-after')]).toEqual(['429 RateLimitExceeded', '5']);
    expect(outcome(await verify(quick.admin.client, quick.uid, other.id))).toBe(200);
    answer();
    const answers = (await Promise.all(asking)).map(outcome).sort();
    expect(answers).toEqual([...Array(2).fill('409 DomainNotVerified'), ...Array(3).fill('429 RateLimitExceeded')]);
    expect(outcome(await verify(slow.admin.client, slow.uid, entry.id))).toBe('409 DomainNotVerified');
  });

  it('a brand has at most 200 domains', async () => {
    const { uid, admin, id } = await fresh();
    const rows = Array.from({ length: 199 }, (_, i) => ({
      ...{ uid: `${NOBODY.slice(0, -3)}${String(i).padStart(3, '0')}`, brandId: id, domain: `d-${i}.example` },
      ...{ verifiedDomain: null, isPrimary: false, verificationToken: 'x', verifiedAt: null, createdAt: 1 },
    }));
    await gateway.store.insert(DomainEntity, rows);
    expect(outcome(await add(admin.client, uid, 'one-too-many.example'))).toBe('400 RequestInvalid domain');
  });
});

describeEngine('the DNS as it is asked', () => {
  let server: DnsServer;
  let gateway: TestGateway;
  let tenant: Tenant;

  beforeAll(async () => {
    server = await DnsServer.start();
    gateway = await TestGateway.start({ dns: new NodeDnsResolver([server.address]) });
    tenant = await found(gateway, 'own.example');
  });
  afterAll(async () => {
    await gateway.close();
    await server.close();
  });

  const attempt = async (domain: string, records: (value: string) => string[] | undefined) => {
    const { admin, uid } = tenant;
    const { data } = await add(admin.client, uid, domain);
    const { name, value } = data.verification!;
    const found = records(value);
    if (found) server.records.set(name, found);
    const began = performance.now();
    const answer = await verify(admin.client, uid, data.id);
    return { answer: outcome(answer), ms: performance.now() - began, data };
  };

  it('JFW-ADM-12: a name server that shows the record verifies the domain', async () => {
    const long = 'v=spf1 '.padEnd(600, 'x');
    expect((await attempt('shown.example', (value) => [long, value])).answer).toBe(200);
    expect((await gateway.client('shown.example').get('brands/by-url')).status).toBe(200);
    expect(server.asked).toContain('_brandgate.shown.example');
  });

  it.each<[string, (value: string) => string[] | undefined]>([
    ['no such name', () => undefined],
    ['no such record', () => []],
    ['another value', (value) => [`${value}x`, value.toUpperCase(), '']],
  ])('%s: not verified yet', async (what, records) => {
    const { answer } = await attempt(`${what.replaceAll(' ', '-')}.example`, records);
    expect(answer).toBe('409 DomainNotVerified');
  });

  it(
    'a name server that never answers costs 5 s at most and is no error of the gateway',
    async () => {
      server.silent.add('_brandgate.silent.example');
      const { answer, ms } = await attempt('silent.example', (value) => [value]);
      expect(answer).toBe('409 DomainNotVerified');
      expect(ms).toBeGreaterThan(1_000);
      expect(ms).toBeLessThan(6_000);
      expect(server.asked.filter((name) => name.includes('silent')).length).toBeGreaterThan(1);
    },
    PATIENCE_MS,
  );

  it('so is one that is not there', async () => {
    const nobody = new NodeDnsResolver(['127.0.0.1:1']);
    expect(await nobody.findTexts('_brandgate.own.example')).toEqual([]);
    expect(await nobody.findTexts('_brandgate.[::1]')).toEqual([]);
  });

  it('asks at most 20 names at once', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `_brandgate.many-${i}.example`);
    for (const name of names) server.records.set(name, ['there']);
    const resolver = new NodeDnsResolver([server.address]);
    const answers = await Promise.all(names.map((name) => resolver.findTexts(name)));
    expect(answers.filter(([text]) => text === 'there')).toHaveLength(20);
    expect(await resolver.findTexts('_brandgate.many-29.example')).toEqual(['there']);
  });
});
