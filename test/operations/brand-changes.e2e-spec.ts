import { BrandSettingVersionEntity } from '../../src/core/brands/brand-setting-version.entity';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { DomainEntity } from '../../src/core/brands/domain.entity';
import { GatewaySettingEntity } from '../../src/core/gateway-settings/gateway-setting.entity';
import { GatewaySettings } from '../../src/core/gateway-settings/gateway-settings';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { FakeDns } from '../support/fake-dns';
import type { JfwAnswer } from '../support/jfw-client';
import { millisecondsUntil } from '../support/milliseconds-until';
import { People, type Person, PLENTY } from '../support/people';
import { sendRaw } from '../support/raw-http';
import { TestGateway } from '../support/start-gateway';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const BURST = 50;
const BOUND_MS = 1_000;
const PATIENCE_MS = 60_000;

/** Fifty requests that are all under way before the first is answered. */
const burst = <T>(send: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: BURST }, (_, n) => send(n)));

function tally(answers: readonly JfwAnswer<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = code === undefined ? `${status}` : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describeEngine('changes of brands and of the installation, by two gateways on one database', () => {
  let own: TestDatabase;
  let here: TestGateway;
  let there: TestGateway;
  let root: Person;
  let count = 0;
  const dns = new FakeDns();

  beforeAll(async () => {
    own = await createTestDatabase();
    here = await TestGateway.start({ database: own, dns });
    there = await TestGateway.start({ database: own, dns });
    const platformId = await here.platformId();
    await here.updateBrand(platformId, { settings: { rateLimits: PLENTY } });
    root = await new People(here, platformId, 'localhost').one({}, 'SuperAdmin');
  }, PATIENCE_MS);
  afterAll(async () => {
    await here.close();
    await there.close();
    await own.drop();
  });

  const fresh = async (): Promise<{ id: BrandId; uid: string; domain: string; admin: Person }> => {
    const domain = `fresh-${(count += 1)}.example`;
    const id = await here.addBrand(domain, { rateLimits: PLENTY });
    const { uid } = await here.store.findOneByOrFail(BrandEntity, { id });
    return { id, uid, domain, admin: await new People(here, id, domain).one({}, 'Admin') };
  };
  /** The gateways read their own lines of the journal, too, and then look again. */
  const settled = () => new Promise((resolve) => setTimeout(resolve, 800));
  /** The SuperAdmin at either gateway. */
  const rootAt = (gateway: TestGateway) => gateway.client('localhost').with({ 'Auth-Key': root.data.authKey });

  it(
    'JFW-SET-01: fifty changes of different members at once are all kept, each as a version',
    async () => {
      const { uid, id } = await fresh();
      const member = (n: number) =>
        n < 25 ? { directus: { [NUMBERS_D[n % 5] ?? '']: 100 + n } } : { [NUMBERS[n % 10] ?? '']: 60 + n };
      const change = (n: number) => rootAt(n % 2 ? here : there).put(`brands/${uid}/setting`, member(n));
      const answers = await burst(change);
      expect(tally(answers)).toEqual({ 200: BURST });
      const versions = await here.store.find(BrandSettingVersionEntity, {
        where: { brandId: id },
        order: { version: 'ASC' },
      });
      expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: BURST + 1 }, (_, i) => i));
      // Each version holds what the one before it held, but for its own member: nothing was lost on the way.
      for (const [i, { settings }] of versions.entries()) {
        const before = flat(versions[i - 1]?.settings ?? settings);
        const changed = Object.entries(flat(settings)).filter(([name, value]) => before[name] !== value);
        expect([i, changed.length, Object.keys(before).every((name) => name in flat(settings))]).toEqual([
          ...[i, i === 0 ? 0 : 1, true],
        ]);
      }
      const standing = await here.store.findOneByOrFail(BrandEntity, { id });
      expect([standing.settingsVersion, standing.settings]).toEqual([BURST, versions.at(-1)?.settings]);
      const audited = await here.store.countBy(AuditEventEntity, { brandId: id, event: 'brand.setting_changed' });
      expect(audited).toBe(BURST);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-ADM-13: fifty at once take all domains of a brand but one',
    async () => {
      const { uid, id, admin } = await fresh();
      for (let i = 1; i < 10; i += 1) {
        await rootAt(here).post(`brands/${uid}/domains`, { domain: `many-${i}-${uid.slice(-6)}.example` });
      }
      const { data } = await admin.client.get<{ id: string }[]>(`brands/${uid}/domains`);
      expect(data).toHaveLength(10);
      const answers = await burst((n) =>
        rootAt(n % 2 ? here : there).delete(`brands/${uid}/domains/${data[n % 10]?.id}`),
      );
      const counts = tally(answers);
      expect(counts['200']).toBe(9);
      expect((counts['409 BrandDomainRequired'] ?? 0) + (counts['404 DomainNotFound'] ?? 0)).toBe(BURST - 9);
      const left = await here.store.findBy(DomainEntity, { brandId: id });
      expect(left.map(({ isPrimary }) => isPrimary)).toEqual([true]);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-EP-62: of fifty brands made under one name at once, one is',
    async () => {
      const before = await here.store.count(BrandEntity);
      const answers = await burst((n) =>
        rootAt(n % 2 ? here : there).post('brands', {
          ...{ name: 'Same', abbr: `same-${n}`, setting: { domain: 'same.example' } },
        }),
      );
      expect(tally(answers)).toEqual({ 201: 1, '409 BrandDomainAlreadyExists': BURST - 1 });
      expect(await here.store.count(BrandEntity)).toBe(before + 1);
    },
    PATIENCE_MS,
  );

  it(
    'fifty at once leave one primary domain',
    async () => {
      const { uid, id } = await fresh();
      const domain = (n: number) => `primary-${n}-${uid.slice(-6)}.example`;
      const answers = await burst((n) =>
        rootAt(n % 2 ? here : there).post(`brands/${uid}/domains`, { domain: domain(n), isPrimary: true }),
      );
      expect(tally(answers)).toEqual({ 201: BURST });
      const { data } = await rootAt(here).get<{ id: string }[]>(`brands/${uid}/domains`);
      const preferring = await burst((n) =>
        rootAt(n % 2 ? here : there).put(`brands/${uid}/domains/${data[n]?.id}`, { isPrimary: true }),
      );
      expect(tally(preferring)).toEqual({ 200: BURST });
      expect(await here.store.countBy(DomainEntity, { brandId: id, isPrimary: true })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-BRD-08: of fifty brands that verify one name at once, one gets it',
    async () => {
      const entries: { uid: string; id: string }[] = [];
      for (let i = 0; i < 5; i += 1) {
        const { uid, admin } = await fresh();
        const { data } = await admin.client.post<{ id: string }>(`brands/${uid}/domains`, { domain: 'wanted.example' });
        entries.push({ uid, id: data.id });
      }
      const answers = await burst((n) => {
        const { uid = '', id = '' } = entries[n % 5] ?? {};
        return rootAt(n % 2 ? here : there).post(`brands/${uid}/domains/${id}/verify`);
      });
      // Who has it is told so again.
      expect(tally(answers)).toEqual({ 200: 10, '409 BrandDomainAlreadyExists': 40 });
      expect(await here.store.countBy(DomainEntity, { verifiedDomain: 'wanted.example' })).toBe(1);
    },
    PATIENCE_MS,
  );

  it('JFW-BRD-09: settings, status and domains of a brand count in the other gateway within a second', async () => {
    const { uid, domain, admin } = await fresh();
    const at = there.client(domain);
    const user = { username: 'not.welcome', password: 'tidal lantern quarry' };
    expect((await at.post('users/register', { ...user, username: 'first.comer' })).status).toBe(201);
    const times: number[] = [];
    await admin.client.put(`brands/${uid}/setting`, { selfRegistration: false });
    const isClosed = async () => (await at.post('users/register', { ...user, username: '' })).status === 403;
    // An address has ten tries, one of which is gone.
    times.push(await millisecondsUntil(isClosed, 150));
    await rootAt(here).post(`brands/${uid}/domains`, { domain: `more-${domain}` });
    times.push(
      await millisecondsUntil(async () => (await there.client(`more-${domain}`).get('brands/by-url')).status === 200),
    );
    const { data } = await admin.client.get<{ id: string; domain: string }[]>(`brands/${uid}/domains`);
    await rootAt(here).delete(`brands/${uid}/domains/${data.find((d) => d.domain === domain)?.id}`);
    times.push(await millisecondsUntil(async () => (await at.get('brands/by-url')).status === 404));
    await rootAt(here).put(`brands/${uid}/status`, { status: 'Inactive' });
    times.push(
      await millisecondsUntil(async () => (await there.client(`more-${domain}`).get('brands/by-url')).status === 403),
    );
    process.stdout.write(`changes of a brand seen by the other gateway after ${Math.max(...times).toFixed(0)} ms\n`);
    expect(Math.max(...times)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('architecture §11: a setting of the installation counts here at once and in the other gateway within a second', async () => {
    const times: number[] = [];
    const metrics = async (gateway: TestGateway, token: string) =>
      (await fetch(`${gateway.origin}/metrics`, { headers: { Authorization: `Bearer ${token}` } })).status;
    for (const token of ['first-token-of-sixteen', 'second-token-of-sixteen', null]) {
      await here.setGatewaySetting('metricsToken', token);
      if (token === null) {
        expect(await metrics(here, 'second-token-of-sixteen')).toBe(403);
        times.push(await millisecondsUntil(async () => (await metrics(there, 'second-token-of-sixteen')) === 403));
      } else {
        expect(await metrics(here, token)).toBe(200);
        times.push(await millisecondsUntil(async () => (await metrics(there, token)) === 200));
      }
    }
    process.stdout.write(`gateway settings seen by the other gateway after ${Math.max(...times).toFixed(0)} ms\n`);
    expect(Math.max(...times)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('JFW-BRD-05: what was concluded from the gateway’s own hosts is not remembered beyond their change', async () => {
    const [a, b] = [await fresh(), await fresh()];
    const ask = async (gateway: TestGateway) => {
      const lines = `Host: ${b.domain}\r\nBrand-URL: ${a.domain}\r\n`;
      return (await sendRaw(gateway.port, `GET /api/v1/brands/by-url HTTP/1.1\r\n${lines}\r\n`)).status;
    };
    expect([await ask(here), await ask(there)]).toEqual([400, 400]);
    await here.setGatewaySetting('gatewayHosts', [b.domain.toUpperCase()]);
    expect(await ask(here)).toBe(200);
    expect(await millisecondsUntil(async () => (await ask(there)) === 200)).toBeLessThanOrEqual(BOUND_MS);
    await here.setGatewaySetting('gatewayHosts', null);
    expect(await ask(here)).toBe(400);
    expect(await millisecondsUntil(async () => (await ask(there)) === 400)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('JFW-BRD-05: nor what was concluded between the line in the journal and the read of the settings', async () => {
    const [a, b] = [await fresh(), await fresh()];
    await settled();
    const settings = here.gateway.app.get(GatewaySettings);
    const lines = `Host: ${b.domain}\r\nBrand-URL: ${a.domain}\r\n`;
    const ask = async () => (await sendRaw(here.port, `GET /api/v1/brands/by-url HTTP/1.1\r\n${lines}\r\n`)).status;
    // Without a line in the journal, as if it had been read before.
    await here.store.insert(GatewaySettingEntity, { name: 'gatewayHosts', value: `["${b.domain}"]`, modifiedAt: 1 });
    await settings.load();
    expect([await ask(), await ask()]).toEqual([200, 200]);
    await here.store.delete(GatewaySettingEntity, { name: 'gatewayHosts' });
    await settings.load();
    expect(await ask()).toBe(400);
  });

  it.each<[string, unknown, string]>([
    ['drainSeconds', '5', 'drainSeconds'],
    ['drainSeconds', 601, 'drainSeconds'],
    ['metricsToken', 'too short', 'metricsToken'],
    ['rootDomain', 'not a domain', 'rootDomain'],
    ['gatewayHosts', ['a.example', 'b/c'], 'gatewayHosts.1'],
    ['egressAllowList', ['0.0.0.0/0'], 'egressAllowList.0'],
    ['breachedPasswordFile', 'relative.txt', 'breachedPasswordFile'],
    ['refusalRetentionHours', 0, 'refusalRetentionHours'],
    ['unheardOf', 1, 'name'],
    ['__proto__', 1, 'name'],
  ])('architecture §11: %s = %j is refused', async (name, value, field) => {
    const before = await here.store.count(GatewaySettingEntity);
    const refused = here.setGatewaySetting(name, value);
    await expect(refused).rejects.toMatchObject({ code: 'request.invalid', fields: [{ field }] });
    expect(await here.store.count(GatewaySettingEntity)).toBe(before);
  });

  it('architecture §11: a change stands in the platform brand’s trail, of a secret only that it was one', async () => {
    const brandId = await here.platformId();
    const trail = () =>
      here.store.find(AuditEventEntity, { where: { brandId, event: 'gateway.setting_changed' }, order: { id: 'ASC' } });
    const before = (await trail()).length;
    await here.setGatewaySetting('refusalRetentionHours', 24);
    await here.setGatewaySetting('refusalRetentionHours', 24);
    await here.setGatewaySetting('metricsToken', 'canary-of-sixteen-characters');
    await here.setGatewaySetting('metricsToken', null);
    const lines = (await trail()).slice(before);
    expect(lines.map(({ details, userAgent }) => [details, userAgent])).toEqual([
      [{ member: 'refusalRetentionHours', from: 72, to: 24 }, 'test'],
      [{ member: 'metricsToken' }, 'test'],
      [{ member: 'metricsToken' }, 'test'],
    ]);
    expect(here.gateway.app.get(GatewaySettings).current.refusalRetentionHours).toBe(24);
    // What equals the default is not kept.
    await here.setGatewaySetting('refusalRetentionHours', 72);
    expect(await here.store.findBy(GatewaySettingEntity, { name: 'refusalRetentionHours' })).toEqual([]);
  });

  it('architecture §11: rows that are no values are ignored and told in the log', async () => {
    const rows = [
      { name: 'drainSeconds', value: '"soon"', modifiedAt: 1 },
      { name: 'rootDomain', value: '{', modifiedAt: 1 },
      { name: 'unheardOf', value: '1', modifiedAt: 1 },
    ];
    await here.store.insert(GatewaySettingEntity, rows);
    const settings = here.gateway.app.get(GatewaySettings);
    await settings.load();
    expect([settings.current.drainSeconds, settings.current.rootDomain]).toEqual([5, null]);
    expect([...settings.faulty].sort()).toEqual(['drainSeconds', 'rootDomain', 'unheardOf']);
    const told = here.log.lines.filter((line) => line.includes('gateway-setting.faulty'));
    expect(told.map((line) => (JSON.parse(line) as { setting: string }).setting).sort()).toEqual(
      [...settings.faulty].sort(),
    );
    for (const { name } of rows) await here.store.delete(GatewaySettingEntity, { name });
    await settings.load();
    expect(settings.faulty).toEqual([]);
  });

  it('architecture §11: a load that failed is tried again', async () => {
    const settings = there.gateway.app.get(GatewaySettings);
    await settled();
    // Without a line in the journal: only the failed load is a reason to look again.
    await here.store.insert(GatewaySettingEntity, { name: 'drainSeconds', value: '7', modifiedAt: 1 });
    const broken = jest.spyOn(there.store, 'find').mockRejectedValueOnce(new Error('gone'));
    await expect(settings.load()).rejects.toThrow('gone');
    broken.mockRestore();
    expect(await millisecondsUntil(async () => settings.current.drainSeconds === 7)).toBeLessThanOrEqual(BOUND_MS);
    await here.setGatewaySetting('drainSeconds', null);
  });
});

const NUMBERS = [
  ...['presenceInterval', 'sessionQuota', 'deviceQuota', 'lockoutDuration', 'lockoutThreshold'],
  ...['resetTokenLifetime', 'passwordMinLength', 'pairingLifetime', 'otpLifetime', 'auditRetentionDays'],
];
const NUMBERS_D = [
  ...[
    'accessTokenTtlSeconds',
    'refreshTokenTtlSeconds',
    'sessionTtlSeconds',
    'queryLimitMax',
    'passwordResetTtlMinutes',
  ],
];

/** Settings by name, those of the groups as `directus.x`. */
function flat(settings: object): Record<string, string> {
  const { directus = {}, ...rest } = settings as { directus?: object };
  const inner = Object.entries(directus).map(([name, value]) => [`directus.${name}`, value] as const);
  return Object.fromEntries([...Object.entries(rest), ...inner].map(([name, value]) => [name, JSON.stringify(value)]));
}
