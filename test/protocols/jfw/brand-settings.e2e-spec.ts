import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { BrandSettingVersionEntity } from '../../../src/core/brands/brand-setting-version.entity';
import { BrandEntity } from '../../../src/core/brands/brand.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const NOBODY = '0197a3c2-0f5e-7c11-8a3e-3f1b2c4d5e6f';

/** The members of jfw.md §23, BrandSettings, from the page itself. */
function membersOfContract(): string[] {
  const page = readFileSync(join(__dirname, '../../../docs/protocols/jfw.md'), 'utf8');
  const section = /\*\*BrandSettings\*\*([^]*?)\nThe settings `directus/.exec(page)?.[1] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ''));
}

describeEngine('settings of a brand', () => {
  let gateway: TestGateway;
  let root: Person;
  let brands: Record<'parent' | 'child' | 'other', { id: BrandId; uid: string; admin: Person; people: People }>;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    root = await new People(gateway, await gateway.platformId(), 'localhost').one({}, 'SuperAdmin');
    const parent = await found('parent.example');
    brands = { parent, child: await found('child.example', parent.id), other: await found('other.example') };
  });
  afterAll(() => gateway.close());

  async function found(domain: string, parentId: BrandId | null = null) {
    const id = await gateway.addBrand(domain, { rateLimits: PLENTY }, parentId);
    const { uid } = await gateway.store.findOneByOrFail(BrandEntity, { id });
    const people = new People(gateway, id, domain);
    return { id, uid, people, admin: await people.one({}, 'Admin') };
  }
  /** A brand of a test's own. */
  const fresh = () => found(`fresh-${(count += 1)}.example`);
  const ask = (client: JfwClient, uid: string) => client.get(`brands/${uid}/setting`);
  const change = (client: JfwClient, uid: string, body: unknown) => client.put(`brands/${uid}/setting`, body);
  const outcome = ({ status, code, errors }: Awaited<ReturnType<typeof ask>>) =>
    code === undefined ? status : [status, code, ...errors.flatMap(({ field }) => field ?? [])].join(' ');

  it('JFW-EP-71, JFW-FMT-03: all members of the contract with their defaults, and those of the other dialects', async () => {
    const { uid, admin, id } = await fresh();
    await gateway.updateBrand(id, { settings: {} });
    const { status, data } = await ask(admin.client, uid);
    expect(membersOfContract().length).toBeGreaterThan(35);
    expect(Object.keys(data)).toEqual(expect.arrayContaining([...membersOfContract(), 'directus', 'dreamfactory']));
    expect([status, data]).toEqual([
      200,
      expect.objectContaining({
        ...{ authKeyLifetime: 86_400, refreshKeyLifetime: 5_184_000, refreshKeyAbsoluteLifetime: 31_536_000 },
        ...{ lockoutThreshold: 10, passwordPolicyLevel: null, secondFactor: 'optional', requireRecentSignIn: false },
        ...{ appVersionPolicies: [], resetLinkHosts: [], otpLength: 6, otpLifetime: 300, otpAttempts: 5 },
        ...{ firebaseCredential: false, rateLimits: {}, auditRetentionDays: 400, domainWhiteListURLs: null },
        directus: expect.objectContaining({ accessTokenTtlSeconds: 900, expiresUnit: 'ms', reauthMinutes: null }),
        dreamfactory: expect.objectContaining({ tokenTtlMinutes: 1_440, revealApiKeys: 'admin', basicAuth: false }),
      }),
    ]);
  });

  it('JFW-EP-72, JFW-SET-01: what is given changes and counts at once, all else stays', async () => {
    const { uid, admin } = await fresh();
    const before = (await ask(admin.client, uid)).data;
    const { status, data } = await change(admin.client, uid, {
      ...{ selfRegistration: false, deviceQuota: 3, unheardOf: true, sessionQuota: null },
      directus: { disableDefault: true },
    });
    const expected = {
      ...before,
      ...{ selfRegistration: false, deviceQuota: 3 },
      directus: { ...(before['directus'] as object), disableDefault: true },
    };
    expect([status, data]).toEqual([200, expected]);
    expect((await ask(admin.client, uid)).data).toEqual(expected);
    const someone = { username: 'new.comer', password: 'tidal lantern quarry' };
    const anonymous = gateway.client(`fresh-${count}.example`);
    expect((await anonymous.post('users/register', someone)).code).toBe('RegistrationDisabled');
    await change(admin.client, uid, { selfRegistration: true, deviceQuota: null });
    expect((await anonymous.post('users/register', someone)).status).toBe(201);
    expect((await ask(admin.client, uid)).data).toMatchObject({
      deviceQuota: null,
      directus: { disableDefault: true },
    });
  });

  it.each<[object, string]>([
    [{ deviceQuota: '5' }, 'deviceQuota'],
    [{ passwordMinLength: 7 }, 'passwordMinLength'],
    [{ deviceQuotaMode: 'never' }, 'deviceQuotaMode'],
    [
      { appVersionPolicies: [{ osDevice: 'iOS', minimumVersion: '2', recommendedVersion: '1' }] },
      'appVersionPolicies.0.minimumVersion',
    ],
    [{ appVersionPolicies: [{ osDevice: 'iOS' }, { osDevice: 'IOS' }] }, 'appVersionPolicies.1.osDevice'],
    [{ domainWhiteListURLs: 'https://a.example/path' }, 'domainWhiteListURLs'],
    [{ resetLinkHosts: ['https://a@b.example'] }, 'resetLinkHosts.0'],
    [{ directus: { cookieSameSite: 'None' } }, 'directus.cookieSameSite'],
    [{ fromVersion: -1 }, 'fromVersion'],
    [{ fromVersion: 99 }, 'fromVersion'],
    [{ fromVersion: 1, deviceQuota: 1 }, 'fromVersion'],
  ])('JFW-SET-01, JFW-VER-01: %j is refused with its member, and nothing changes', async (body, field) => {
    const { other } = brands;
    const before = (await ask(other.admin.client, other.uid)).text;
    const answer = await change(other.admin.client, other.uid, { ...body, sessionQuota: 7 });
    expect(outcome(answer)).toBe(`400 RequestInvalid ${field}`);
    const after = (await ask(other.admin.client, other.uid)).data;
    expect(after).toEqual((JSON.parse(before) as { data: object }).data);
  });

  it('JFW-SET-01: a service account that is none is refused, naming the member and no text of it', async () => {
    const { other } = brands;
    const given = { type: 'service_account', project_id: 'canary of the project' };
    const { errors, text } = await change(other.admin.client, other.uid, { firebaseCredential: given });
    expect(errors).toEqual([
      expect.objectContaining({ code: 'RequestInvalid', field: 'firebaseCredential.project_id' }),
    ]);
    expect(text).not.toContain('canary');
    expect(outcome(await change(other.admin.client, other.uid, { firebaseCredential: false }))).toBe(200);
  });

  it('JFW-SET-02: some members are a SuperAdmin’s; whoever sends them back as they are changes nothing', async () => {
    const { uid, admin, id } = await fresh();
    const restricted = {
      rateLimits: { login: { limit: 5, seconds: 60 } },
      ...{ lockoutThreshold: 3, lockoutDuration: 60, authKeyLifetime: 3_600 },
      ...{ refreshKeyLifetime: 7_200, refreshKeyAbsoluteLifetime: 7_200 },
    };
    for (const [name, value] of Object.entries(restricted)) {
      const answer = await change(admin.client, uid, { [name]: value, deviceQuota: 9 });
      expect([name, outcome(answer)]).toEqual([name, '403 AccessDenied']);
    }
    const { data } = await ask(admin.client, uid);
    expect(outcome(await change(admin.client, uid, data))).toBe(200);
    expect(await gateway.store.countBy(BrandSettingVersionEntity, { brandId: id })).toBe(0);
    expect(outcome(await change(root.client, uid, restricted))).toBe(200);
    expect((await ask(admin.client, uid)).data).toMatchObject(restricted);
  });

  it('JFW-SET-02, JFW-AUD-01: each change stands in the trail with its old and new value', async () => {
    const { uid, admin, id } = await fresh();
    await change(admin.client, uid, { deviceQuota: 4, sessionQuota: 100, dreamfactory: { basicAuth: true } });
    await change(root.client, uid, { lockoutThreshold: 5 });
    const lines = await gateway.store.find(AuditEventEntity, {
      where: { brandId: id, event: 'brand.setting_changed' },
      order: { id: 'ASC' },
    });
    expect(lines.map(({ details, actorUserId, targetId }) => [details, actorUserId, targetId])).toEqual([
      [{ version: 1, member: 'deviceQuota', from: null, to: 4 }, admin.user.id, uid],
      [{ version: 1, member: 'dreamfactory.basicAuth', from: false, to: true }, admin.user.id, uid],
      // A caller of another brand is nobody in this one.
      [{ version: 2, member: 'lockoutThreshold', from: 10, to: 5 }, null, uid],
    ]);
  });

  it('makes a version of each change, and goes back to one', async () => {
    const { uid, admin } = await fresh();
    const versions = async () => {
      const { data } = await admin.client.get<{ items: Record<string, unknown>[]; totalItems: number }>(
        `brands/${uid}/setting/versions`,
      );
      return [data.totalItems, ...data.items.map(({ version, changedBy, setting }) => [version, changedBy, setting])];
    };
    expect(await versions()).toEqual([0]);
    await change(admin.client, uid, { deviceQuota: 4 });
    await change(root.client, uid, { deviceQuota: 6, lockoutThreshold: 5 });
    const rateLimits = { member: 'rateLimits', value: PLENTY };
    const quota = (value: number) => ({ member: 'deviceQuota', value });
    const history = [
      [2, null, [{ member: 'lockoutThreshold', value: 5 }, quota(6), rateLimits]],
      [1, admin.user.uid, [quota(4), rateLimits]],
      [0, null, [rateLimits]],
    ];
    expect(await versions()).toEqual([3, ...history]);
    // Going back would undo what only a SuperAdmin may change.
    expect(outcome(await change(admin.client, uid, { fromVersion: 1 }))).toBe('403 AccessDenied');
    const back = await change(root.client, uid, { fromVersion: 0 });
    expect([back.data['deviceQuota'], back.data['lockoutThreshold']]).toEqual([null, 10]);
    expect(await versions()).toEqual([4, [3, null, [rateLimits]], ...history]);
    const page = await admin.client.get<{ items: object[] }>(`brands/${uid}/setting/versions?pageSize=1&pageNumber=3`);
    expect(page.data).toMatchObject({ items: [{ version: 0 }], totalItems: 4, pageNumber: 3, pageSize: 1 });
  });

  it('JFW-CAL-09, -04, -05 (T26): the id in the path is the target, under the rule of crossing', async () => {
    const { parent, child, other } = brands;
    const tries: [string, Person, string, number | string][] = [
      ['the own', parent.admin, parent.uid, 200],
      ['a child by its parent', parent.admin, child.uid, 200],
      ['any by a SuperAdmin', root, other.uid, 200],
      ['a parent by its child', child.admin, parent.uid, '403 BrandCrossNotAllowed'],
      ['a stranger', parent.admin, other.uid, '403 BrandCrossNotAllowed'],
      ['nobody', parent.admin, NOBODY, '404 BrandNotFound'],
      ['no id', parent.admin, 'nonsense', '404 BrandNotFound'],
    ];
    for (const [what, { client }, uid, expected] of tries) {
      expect([what, outcome(await ask(client, uid))]).toEqual([what, expected]);
      expect([what, outcome(await change(client, uid, { otpLength: 8 }))]).toEqual([what, expected]);
      expect([what, outcome(await client.get(`brands/${uid}/setting/versions`))]).toEqual([what, expected]);
    }
    await gateway.flush();
    const crossings = (brandId: BrandId) =>
      gateway.store.countBy(AuditEventEntity, { event: 'brand.crossed', brandId });
    // Three by the parent's Admin into the child, in both trails.
    expect([await crossings(parent.id), await crossings(child.id)]).toEqual([3, 3]);
    expect([await crossings(other.id), await crossings(await gateway.platformId())]).toEqual([3, expect.any(Number)]);
  });

  it('JFW-CAL-05: an Inactive target is closed to all but a SuperAdmin', async () => {
    const { parent, child } = brands;
    await gateway.updateBrand(child.id, { status: 'Inactive' });
    const answers = [await ask(parent.admin.client, child.uid), await ask(root.client, child.uid)].map(outcome);
    await gateway.updateBrand(child.id, { status: 'Active' });
    expect(answers).toEqual(['403 BrandInactive', 200]);
  });

  it('JFW-CAL-09: a brandUrl beside the path may not name another brand', async () => {
    const { parent, child } = brands;
    const put = (brandUrl: string) => change(parent.admin.client, child.uid, { brandUrl, otpLength: 9 });
    expect(outcome(await put('child.example'))).toBe(200);
    expect(outcome(await put('parent.example'))).toBe('400 RequestInvalid brandUrl');
    expect(outcome(await put('a_b'))).toBe('400 BrandUrlInvalid');
    expect(outcome(await put('unheard-of.example'))).toBe('404 BrandNotFound');
  });

  it('JFW-ADM-06: without the permission nobody learns whether a brand exists', async () => {
    const { parent, other } = brands;
    const user = await parent.people.one();
    for (const uid of [parent.uid, other.uid, NOBODY, 'nonsense']) {
      expect(outcome(await ask(user.client, uid))).toBe('403 AccessDenied');
      expect(outcome(await change(user.client, uid, { deviceQuota: 'x' }))).toBe('403 AccessDenied');
      expect(outcome(await user.client.get(`brands/${uid}/setting/versions`))).toBe('403 AccessDenied');
    }
    const anonymous = gateway.client('parent.example');
    expect(outcome(await ask(anonymous, parent.uid))).toBe('401 AuthKeyRequired');
  });

  it('JFW-ADM-09: apps read the version policies in the public view', async () => {
    const { uid, admin } = await fresh();
    const policy = { osDevice: 'iOS', minimumVersion: '1.2', recommendedVersion: null, storeUrl: null, message: null };
    await change(admin.client, uid, { appVersionPolicies: [{ osDevice: ' iOS ', minimumVersion: '1.2', extra: 1 }] });
    const { data } = await gateway.client(`fresh-${count}.example`).get('brands/by-url');
    expect(data['setting']).toMatchObject({ appVersionPolicies: [policy] });
    expect(Object.keys(data['setting'] as object)).toHaveLength(4);
  });
});
