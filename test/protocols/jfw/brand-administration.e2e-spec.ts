import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { BrandEntity } from '../../../src/core/brands/brand.entity';
import { DomainEntity } from '../../../src/core/brands/domain.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';
import { statementsOf } from '../../support/statement-count';

const NOBODY = '0197a3c2-0f5e-7c11-8a3e-3f1b2c4d5e6f';
const DAY_MS = 86_400_000;

interface Tenant {
  readonly id: BrandId;
  readonly uid: string;
  readonly domain: string;
  readonly people: People;
  readonly admin: Person;
}
type Listed = { readonly items: readonly { readonly code: string }[]; readonly totalItems: number };

describeEngine('administration of brands', () => {
  let gateway: TestGateway;
  let platform: Tenant;
  let root: Person;
  let parent: Tenant;
  let child: Tenant;
  let grandchild: Tenant;
  let other: Tenant;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    platform = await tenant(await gateway.platformId(), 'localhost');
    root = await platform.people.one({}, 'SuperAdmin');
    parent = await found('parent.example');
    child = await found('child.example', parent.id);
    grandchild = await found('grandchild.example', child.id);
    other = await found('other.example');
  });
  afterAll(() => gateway.close());

  async function tenant(id: BrandId, domain: string): Promise<Tenant> {
    const { uid } = await gateway.store.findOneByOrFail(BrandEntity, { id });
    const people = new People(gateway, id, domain);
    return { id, uid, domain, people, admin: await people.one({}, 'Admin') };
  }
  const found = async (domain: string, parentId: BrandId | null = null) =>
    tenant(await gateway.addBrand(domain, { rateLimits: PLENTY }, parentId), domain);
  const fresh = (parentId: BrandId | null = null) => found(`fresh-${(count += 1)}.example`, parentId);
  const outcome = ({ status, code, errors }: JfwAnswer<unknown>) =>
    code === undefined ? status : [status, code, ...errors.flatMap(({ field }) => field ?? [])].join(' ');
  const trail = async (brandId: BrandId, event: string) =>
    (await gateway.store.find(AuditEventEntity, { where: { brandId, event }, order: { id: 'ASC' } })).map(
      ({ details, actorUserId }) => ({ ...details, actorUserId }),
    );

  describe('JFW-EP-60, JFW-ADM-09: a brand by its id', () => {
    const isFull = async (client: JfwClient, uid: string) => {
      const answer = await client.get<{ domains: unknown[]; setting: object; id: string }>(`brands/${uid}`);
      if (answer.code !== undefined) return outcome(answer);
      expect(answer.data.id).toBe(uid);
      return answer.data.domains.length > 0 && 'authKeyLifetime' in answer.data.setting;
    };

    it('shows anybody the public view of any brand, and the full one to whoever may read it', async () => {
      const user = await parent.people.one();
      const tries: [string, JfwClient, Tenant, unknown][] = [
        ['no key', gateway.client('parent.example'), parent, false],
        ['no key, another brand', gateway.client('parent.example'), other, false],
        ['no permission', user.client, parent, false],
        ['the own Admin', parent.admin.client, parent, true],
        ['a child', parent.admin.client, grandchild, true],
        ['a stranger', parent.admin.client, other, false],
        ['the parent', child.admin.client, parent, false],
        ['a SuperAdmin', root.client, other, true],
        ['a bad key', gateway.client('parent.example').with({ 'Auth-Key': 'bgk_x' }), parent, false],
      ];
      for (const [who, client, { uid }, expected] of tries) {
        expect([who, await isFull(client, uid)]).toEqual([who, expected]);
      }
      expect(await isFull(root.client, NOBODY)).toBe('404 BrandNotFound');
      expect(await isFull(root.client, 'by-urls')).toBe('404 BrandNotFound');
      expect(await isFull(gateway.client('parent.example'), NOBODY)).toBe('404 BrandNotFound');
    });

    it('JFW-CAL-04: only a look at the full view of another brand is a crossing', async () => {
      const target = await fresh(parent.id);
      await isFull(gateway.client('parent.example'), target.uid);
      await isFull(other.admin.client, target.uid);
      await gateway.flush();
      expect(await trail(target.id, 'brand.crossed')).toHaveLength(0);
      await isFull(parent.admin.client, target.uid);
      await gateway.flush();
      expect(await trail(target.id, 'brand.crossed')).toEqual([{ actorUserId: null }]);
    });

    it('JFW-CAL-05: an Inactive brand is shown to a SuperAdmin alone', async () => {
      const target = await fresh(parent.id);
      await gateway.updateBrand(target.id, { status: 'Inactive' });
      expect(await isFull(parent.admin.client, target.uid)).toBe('403 BrandInactive');
      expect(await isFull(gateway.client('parent.example'), target.uid)).toBe('403 BrandInactive');
      expect(await isFull(root.client, target.uid)).toBe(true);
    });
  });

  describe('JFW-EP-61: the list', () => {
    const codes = async (client: JfwClient, query = '') => {
      const answer = await client.get<Listed>(`brands${query}`);
      return answer.code ?? answer.data.items.map(({ code }) => code);
    };
    const own = (...tenants: Tenant[]) => tenants.map(({ domain }) => domain.replaceAll('.', '-'));

    it('holds the own brand and what lies below it; for a SuperAdmin everything', async () => {
      const family = await found('family.example');
      const [son, daughter] = [await found('son.example', family.id), await found('daughter.example', family.id)];
      const nephew = await found('nephew.example', daughter.id);
      expect(await codes(family.admin.client)).toEqual(own(family, son, daughter, nephew));
      expect(await codes(daughter.admin.client)).toEqual(own(daughter, nephew));
      expect(await codes(son.admin.client)).toEqual(own(son));
      expect(await codes(root.client, '?code=family-example&code=family-example')).toEqual(own(family));
      const all = await root.client.get<Listed>('brands?pageSize=1000');
      expect(all.data.totalItems).toBe(await gateway.store.count(BrandEntity));
      expect(await codes(root.client, '?brandUrl=daughter.example')).toEqual(own(daughter, nephew));
      expect(await codes(family.admin.client, '?brandUrl=daughter.example')).toEqual(own(daughter, nephew));
      expect(await codes(daughter.admin.client, '?brandUrl=family.example')).toBe('BrandCrossNotAllowed');
    });

    it('narrows, sorts and pages (JFW-FMT-05, -06, -11)', async () => {
      const family = await found('list.example');
      const names = ['b', 'a', 'c'];
      for (const name of names) {
        const id = await gateway.addBrand(`list-${name}.example`, {}, family.id);
        await gateway.updateBrand(id, { name: `Näme ${name.toUpperCase()}%`, abbr: `abbr-${name}`, tags: 'Red' });
      }
      const [a, b, c] = ['list-a-example', 'list-b-example', 'list-c-example'];
      const list = (query: string) => codes(family.admin.client, query);
      expect(await list('?name=nÄme a%25')).toEqual([a]);
      expect(await list('?keywords=ÄME&sortDataField=name')).toEqual([a, b, c]);
      expect(await list('?keywords=c%25')).toEqual([c]);
      expect(await list('?keywords=_')).toEqual([]);
      expect(await list('?tags=red&sortDataField=code&sortOrder=desc')).toEqual([c, b, a]);
      expect(await list('?abbr=ABBR-b')).toEqual([b]);
      expect(await list('?status=inactive')).toEqual([]);
      expect(await list('?tags=red&pageSize=1&pageNumber=1')).toEqual([a]);
      expect(await list('?sortDataField=settings')).toBe('RequestInvalid');
      const { data } = await family.admin.client.get<Listed>('brands?tags=red&pageSize=1&pageNumber=1');
      expect(data).toMatchObject({ totalItems: 3, pageNumber: 1, pageSize: 1 });
    });

    it('shows each in full, and ends where somebody made a ring by hand', async () => {
      const one = await fresh();
      const two = await fresh(one.id);
      await gateway.updateBrand(one.id, { parentId: two.id });
      const { data } = await one.admin.client.get<{ items: Record<string, unknown>[]; totalItems: number }>('brands');
      expect(data.totalItems).toBe(2);
      expect(data.items).toEqual([
        expect.objectContaining({ id: one.uid, parentId: two.uid, domains: [expect.anything()] }),
        expect.objectContaining({ id: two.uid, parentId: one.uid, setting: expect.objectContaining({ otpLength: 6 }) }),
      ]);
    });

    it('costs as many statements for many brands as for one', async () => {
      const family = await fresh();
      const ask = () => codes(family.admin.client);
      // The gateway reads its own lines of the journal, too, and then looks again.
      const settled = () => new Promise((resolve) => setTimeout(resolve, 600));
      await settled();
      await ask();
      const few = await statementsOf(gateway, ask);
      for (let i = 0; i < 10; i += 1) await gateway.addBrand(`many-${i}.example`, {}, family.id);
      await settled();
      await ask();
      const many = await statementsOf(gateway, ask);
      expect(many.length).toBeLessThanOrEqual(few.length + 1);
      process.stdout.write(`a list of 11 brands: ${many.length} statements\n`);
    });

    it('JFW-ADM-06: takes the permission', async () => {
      expect(await codes((await parent.people.one()).client)).toBe('AccessDenied');
    });
  });

  describe('JFW-ADM-10, JFW-EP-62: a new brand', () => {
    const create = (members: object) => {
      const domain = `new-${(count += 1)}.example`;
      const body = { name: ' New ', abbr: `New ${count}`, setting: { domain }, ...members };
      return root.client.post('brands', body);
    };

    it('below another one is its parent’s at once', async () => {
      const profile = { logoURL: 'https://a.example/l.png', faviconUrl: 'https://a.example/f.ico', slogan: 'Hi' };
      const { status, data } = await create({ parentId: parent.uid, code: 'of-parent', description: 'Text', profile });
      expect([status, data]).toEqual([
        201,
        expect.objectContaining({
          ...{
            parentId: parent.uid,
            code: 'of-parent',
            name: 'New',
            description: 'Text',
            isSystem: false,
            status: 'Active',
          },
          profile: expect.objectContaining({ logoURL: profile.logoURL, faviconURL: profile.faviconUrl, slogan: 'Hi' }),
          domains: [expect.objectContaining({ isPrimary: true, verified: true, verification: null })],
        }),
      ]);
      const uid = String(data['id']);
      expect(outcome(await parent.admin.client.put(`brands/${uid}`, { name: 'x', abbr: 'x' }))).toBe(200);
      expect(outcome(await other.admin.client.put(`brands/${uid}`, { name: 'x', abbr: 'x' }))).toBe(
        '403 BrandCrossNotAllowed',
      );
      const { data: list } = await parent.admin.client.get<Listed>('brands?code=of-parent');
      expect(list.totalItems).toBe(1);
    });

    it.each<[object, string]>([
      [{ parentId: NOBODY }, '404 BrandNotFound'],
      [{ parentId: 'nonsense' }, '404 BrandNotFound'],
      [{ code: 'platform' }, '400 RequestInvalid code'],
      [{ code: 'Not A Code' }, '400 RequestInvalid code'],
      [{ abbr: '!!!' }, '400 RequestInvalid code'],
      [
        { profile: { logoUrl: 'https://a.example', logoURL: 'https://b.example' } },
        '400 RequestInvalid profile.logoURL',
      ],
      [{ profile: { primaryColor: 'expression(alert(1));' } }, '400 RequestInvalid profile.primaryColor'],
    ])('%j is refused and leaves nothing behind', async (members, expected) => {
      const before = await gateway.store.count(BrandEntity);
      expect(outcome(await create(members))).toBe(expected);
      expect(await gateway.store.count(BrandEntity)).toBe(before);
    });
  });

  describe('JFW-EP-63: what a brand is called', () => {
    const NAMES = { name: 'New Name', abbr: 'NN' };
    const update = (client: JfwClient, uid: string, body: unknown) => client.put(`brands/${uid}`, body);

    it('changes what is named; null clears, absent members stay (JFW-FMT-04)', async () => {
      const { uid, id, admin } = await fresh();
      const profile = { slogan: 'Hi', logoUrl: 'https://a.example/l.png', primaryColor: 'rgb(1 2 3 / 50%)' };
      const answer = await update(admin.client, uid, { ...NAMES, description: 'Text', tags: 'x', profile });
      expect([answer.status, answer.data]).toEqual([200, true]);
      await update(admin.client, uid, { name: ' Other ', abbr: 'NN', description: null, profile: { slogan: null } });
      const { data } = await admin.client.get(`brands/${uid}`);
      expect(data).toMatchObject({
        ...{ name: 'Other', abbr: 'NN', description: null, tags: 'x' },
        profile: expect.objectContaining({ slogan: null, logoURL: profile.logoUrl, primaryColor: 'rgb(1 2 3 / 50%)' }),
      });
      expect(await trail(id, 'brand.updated')).toEqual([
        {
          changed: ['name', 'abbr', 'description', 'tags', 'profile.slogan', 'profile.primaryColor', 'profile.logoURL'],
          actorUserId: admin.user.id,
        },
        { changed: ['name', 'description', 'profile.slogan'], actorUserId: admin.user.id },
      ]);
    });

    it.each<[object, string]>([
      [{ abbr: 'x' }, 'name'],
      [{ name: 'x' }, 'abbr'],
      [{ name: '  ', abbr: 'x' }, 'name'],
      [{ name: null, abbr: 'x' }, 'name'],
      [{ ...NAMES, profile: 'x' }, 'profile'],
      [{ ...NAMES, profile: { logoURL: 'javascript:alert(1)' } }, 'profile.logoURL'],
      [{ ...NAMES, profile: { primaryColor: 'red;background:url(//x)' } }, 'profile.primaryColor'],
      [{ ...NAMES, profile: { logoURL: 'https://a.example', logoUrl: 'https://b.example' } }, 'profile.logoURL'],
      [{ ...NAMES, tags: 5 }, 'tags'],
    ])('%j is refused', async (body, field) => {
      expect(outcome(await update(other.admin.client, other.uid, body))).toBe(`400 RequestInvalid ${field}`);
    });

    it('JFW-CAL-04, -09 (T26): by the own Admin, an ancestor’s and a SuperAdmin', async () => {
      const user = await parent.people.one();
      const tries: [JfwClient, string, unknown][] = [
        [parent.admin.client, child.uid, 200],
        [root.client, child.uid, 200],
        [child.admin.client, parent.uid, '403 BrandCrossNotAllowed'],
        [other.admin.client, parent.uid, '403 BrandCrossNotAllowed'],
        [other.admin.client, NOBODY, '404 BrandNotFound'],
        [user.client, NOBODY, '403 AccessDenied'],
        [user.client, other.uid, '403 AccessDenied'],
      ];
      for (const [client, uid, expected] of tries) expect(outcome(await update(client, uid, NAMES))).toBe(expected);
    });
  });

  it('JFW-ADM-14, JFW-EP-64: whether a domain is held', async () => {
    const client = gateway.client('parent.example');
    const ask = async (domain: string) => {
      const { code, data } = await client.get(`brands/check-domain-exists/${encodeURIComponent(domain)}`);
      return code ?? data;
    };
    await gateway.store.insert(DomainEntity, {
      ...{ uid: NOBODY, brandId: other.id, domain: 'waiting.example', isPrimary: false, createdAt: 1 },
      ...{ verifiedDomain: null, verifiedAt: null, verificationToken: 'x' },
    });
    expect(await ask('OTHER.example')).toBe(true);
    expect(await ask('other.example:8443')).toBe(false);
    expect(await ask('waiting.example')).toBe(false);
    expect(await ask('free.example')).toBe(false);
    expect(await ask('a_b')).toBe('BrandUrlInvalid');
    expect(await ask('127.0.0.1')).toBe('BrandUrlInvalid');
  });

  it('JFW-ADM-14, JFW-EP-65: a free name below the root domain, once there is one', async () => {
    const client = gateway.client('parent.example');
    const ask = () => client.get<Record<string, string>>('brands/generate-domain');
    expect(outcome(await ask())).toBe('409 RootDomainNotConfigured');
    await gateway.setGatewaySetting('rootDomain', 'Shops.example');
    const answers = [await ask(), await ask()].map(({ data }) => data);
    await gateway.setGatewaySetting('rootDomain', null);
    for (const { rootDomain, subDomain, fullDomain } of answers) {
      expect([rootDomain, fullDomain]).toEqual(['shops.example', `${subDomain}.shops.example`]);
      expect(subDomain).toMatch(/^[a-z]{10}$/);
    }
    expect(answers[0]?.['subDomain']).not.toBe(answers[1]?.['subDomain']);
    expect(outcome(await ask())).toBe('409 RootDomainNotConfigured');
  });

  describe('JFW-ADM-11, JFW-EP-70: the status', () => {
    const set = (client: JfwClient, uid: string, status: unknown) => client.put(`brands/${uid}/status`, { status });

    it('closes a brand at once and opens it again, each once in the trail', async () => {
      const { uid, id, admin } = await fresh(parent.id);
      expect([
        (await set(parent.admin.client, uid, 'Inactive')).data,
        outcome(await admin.client.get('users/me')),
      ]).toEqual([true, '403 BrandInactive']);
      expect(outcome(await set(root.client, uid, 'Inactive'))).toBe(200);
      // What is closed is a SuperAdmin's to open (JFW-CAL-05).
      expect(outcome(await set(parent.admin.client, uid, 'Active'))).toBe('403 BrandInactive');
      expect(outcome(await set(root.client, uid, 'Active'))).toBe(200);
      expect(outcome(await admin.client.get('users/me'))).toBe(200);
      expect(await trail(id, 'brand.status_changed')).toEqual([
        { from: 'Active', to: 'Inactive', actorUserId: null },
        { from: 'Inactive', to: 'Active', actorUserId: null },
      ]);
    });

    it('takes a SuperAdmin or an ancestor; nobody closes their own brand', async () => {
      const tries: [JfwClient, string, unknown][] = [
        [parent.admin.client, parent.uid, '403 AccessDenied'],
        [child.admin.client, parent.uid, '403 BrandCrossNotAllowed'],
        [other.admin.client, parent.uid, '403 BrandCrossNotAllowed'],
        [platform.admin.client, platform.uid, '403 AccessDenied'],
        [(await parent.people.one()).client, parent.uid, '403 AccessDenied'],
        [(await parent.people.one()).client, NOBODY, '403 AccessDenied'],
        [root.client, NOBODY, '404 BrandNotFound'],
        [root.client, platform.uid, '409 BrandIsSystem'],
        [gateway.client('parent.example'), parent.uid, '401 AuthKeyRequired'],
      ];
      for (const [client, uid, expected] of tries) expect(outcome(await set(client, uid, 'Inactive'))).toBe(expected);
      expect(outcome(await set(root.client, platform.uid, 'Active'))).toBe(200);
      const open = await gateway.store.countBy(BrandEntity, { status: 'Active', code: 'parent-example' });
      expect(open).toBe(1);
    });

    it.each([undefined, 'active', 'Deleted', 1])('%p is no status', async (status) => {
      expect(outcome(await set(root.client, child.uid, status))).toBe('400 RequestInvalid status');
    });

    it('a brand that nobody could name is not opened', async () => {
      const { uid, id } = await fresh();
      await set(root.client, uid, 'Inactive');
      await gateway.store.delete(DomainEntity, { brandId: id });
      expect(outcome(await set(root.client, uid, 'Active'))).toBe('409 BrandDomainRequired');
      const { status } = await gateway.store.findOneByOrFail(BrandEntity, { id });
      expect(status).toBe('Inactive');
    });
  });

  describe('statistics', () => {
    it('count users, sessions, devices and sign-ins of the brand, and of no other', async () => {
      const { uid, people, admin } = await fresh();
      const phone = (code: string, os: string) => ({ 'X-Device-Code': code, 'X-Os-Device': os });
      await people.one(phone('p-1', 'iOS'));
      const ada = await people.one(phone('p-2', 'ios'));
      const bob = await people.one(phone('p-3', 'Android'));
      const eve = await people.one();
      await gateway.setUser(bob.user, { status: 'Suspended' });
      await gateway.setUser(eve.user, { lockedUntil: gateway.clock.now() + DAY_MS });
      await ada.client.post('users/auth/logout');
      await gateway.client(`fresh-${count}.example`).signIn(ada.user.username ?? '', 'wrong');
      await gateway.flush();
      const read = async () => (await admin.client.get(`brands/${uid}/statistics`)).data;
      expect(await read()).toEqual({
        users: { Active: 3, Inactive: 0, Suspended: 1, Locked: 1, Deleted: 0 },
        liveSessions: 4,
        devices: {
          total: 3,
          byOsDevice: [
            { osDevice: 'iOS', quantity: 2 },
            { osDevice: 'Android', quantity: 1 },
          ],
        },
        signIns: { last24Hours: { succeeded: 5, failed: 1 }, last7Days: { succeeded: 5, failed: 1 } },
      });
    });

    it('move on with time', async () => {
      const { uid, id, people } = await fresh();
      await people.one();
      await gateway.flush();
      const aged = (ms: number) =>
        gateway.store.update(AuditEventEntity, { brandId: id }, { happenedAt: gateway.clock.now() - ms });
      const read = async () => {
        const { data } = await root.client.get<{ signIns: object }>(`brands/${uid}/statistics`);
        return data.signIns;
      };
      await aged(2 * DAY_MS);
      expect(await read()).toEqual({
        last24Hours: { succeeded: 0, failed: 0 },
        last7Days: { succeeded: 2, failed: 0 },
      });
      await aged(8 * DAY_MS);
      expect(await read()).toMatchObject({ last7Days: { succeeded: 0, failed: 0 } });
      await gateway.store.update(SessionEntity, { brandId: id }, { expiresAt: gateway.clock.now() - 1 });
      expect((await root.client.get(`brands/${uid}/statistics`)).data).toMatchObject({ liveSessions: 0 });
    });

    it('JFW-CAL-04, -09, JFW-ADM-06: take the permission in the target brand', async () => {
      const ask = async (client: JfwClient, uid: string) => outcome(await client.get(`brands/${uid}/statistics`));
      expect(await ask(parent.admin.client, grandchild.uid)).toBe(200);
      expect(await ask(grandchild.admin.client, parent.uid)).toBe('403 BrandCrossNotAllowed');
      expect(await ask((await parent.people.one()).client, NOBODY)).toBe('403 AccessDenied');
    });
  });
});
