import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandSettingVersionEntity } from '../../src/core/brands/brand-setting-version.entity';
import type { BrandId } from '../../src/kernel/ids';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { millisecondsUntil } from '../support/milliseconds-until';
import { ADMIN, TestGateway } from '../support/start-gateway';
import { createTestDatabase } from '../support/test-database';

const BOUND_MS = 1_000;

interface ShownBrand {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly domains: readonly { readonly domain: string; readonly isPrimary: boolean }[];
  readonly settings: Readonly<Record<string, unknown>>;
}

describeEngine('command line: brands', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  const codeOf = ({ stderr }: Ended) => (JSON.parse(stderr) as { error: { code: string } }).error.code;

  it('create makes a brand that a running gateway serves, and offers longer passwords (SEC-PW-06)', async () => {
    const args = ['brand', 'create', '--name', 'Shöp & Co', '--code', 'shop', '--domain', 'Login.Shop.Example'];
    const short = await line.run(args);
    expect([short.exit, short.stdout]).toEqual([0, expect.stringContaining('code\tshop\n')]);
    expect(short.stderr).toContain('NIST asks for 15');
    expect(short.stderr).toContain('brandgate brand set shop passwordMinLength 15');
    const long = await line.run('brand create --name Long --domain long.example --password-min-length 15 --json');
    expect([long.exit, long.stderr]).toEqual([0, '']);
    const shown = await line.json<ShownBrand>('brand show long');
    expect(shown).toMatchObject({ code: 'long', status: 'Active', settings: { passwordMinLength: 15 } });
    expect(
      await millisecondsUntil(
        async () => (await gateway.client('login.shop.example').signIn('nobody', 'x')).status === 401,
      ),
    ).toBeLessThanOrEqual(BOUND_MS);
    const events = await gateway.store.findBy(AuditEventEntity, { event: 'brand.created' });
    expect(events.map(({ userAgent, actorUserId }) => [userAgent, actorUserId])).toEqual(
      Array(2).fill(['brandgate command line', null]),
    );
  });

  it('create refuses what cannot be, and says what', async () => {
    const refused = [
      await line.run('brand create --name X --code X! --domain x.example --json'),
      await line.run('brand create --name X --code a-example --domain x.example --json'),
      await line.run('brand create --name X --domain a.example --json'),
      await line.run('brand create --name X --domain not..a..host --json'),
      await line.run('brand create --name X --domain x.example --parent nowhere --json'),
      await line.run('brand create --name X --domain x.example --password-min-length 7 --json'),
      await line.run('brand create --name X --json'),
    ];
    expect(refused.map((end) => [end.exit, codeOf(end)])).toEqual([
      [2, 'request.invalid'],
      [2, 'request.invalid'],
      [1, 'brand.domain-taken'],
      [2, 'brand.url-invalid'],
      [4, 'brand.not-found'],
      [2, 'usage.wrong'],
      [2, 'usage.wrong'],
    ]);
  });

  it('an installation that never started has no brand to add to: its first start would make the platform', async () => {
    const own = await createTestDatabase();
    const fresh = CommandLine.on(own.url);
    await fresh.run('migrate up');
    const refused = await fresh.run('brand create --name X --domain x.example --json');
    await own.drop();
    expect([refused.exit, codeOf(refused)]).toEqual([3, 'installation.empty']);
  });

  it('list and show name a brand by code, domain and id, in stable forms', async () => {
    const listed = await line.json<{ total: number; brands: ShownBrand[] }>('brand list --keywords a.exam');
    expect(listed).toEqual({
      total: 1,
      brands: [
        {
          ...{ id: expect.any(String), code: 'a-example', name: 'a.example', abbr: 'a-example', description: null },
          ...{ status: 'Active', isSystem: false, parentId: null },
          domains: [{ domain: 'a.example', isPrimary: true, verifiedAt: expect.stringMatching(/^\d{4}-.*Z$/) }],
        },
      ],
    });
    const { id } = listed.brands[0] ?? { id: '' };
    for (const name of ['a-example', 'a.example', 'https://A.example', id]) {
      expect((await line.json<ShownBrand>(`brand show ${name}`)).id).toBe(id);
    }
    const paged = await line.run('brand list --limit 1 --page 2');
    expect([paged.stdout.split('\n').length, paged.stderr]).toEqual([
      3,
      expect.stringMatching(/^2 of \d+; the next: --page 3/),
    ]);
  });

  it('JFW-SET-01: set changes a setting that a running gateway follows within a second, with a version', async () => {
    await gateway.addUser(brandId, { username: 'ann.a', password: 'tidal lantern quarry' });
    const register = () =>
      gateway.client('a.example').post('users/register', {
        username: `new.${performance.now()}`.replaceAll('.', '-'),
        password: 'quiet-harbour',
      });
    expect((await register()).status).toBe(201);
    const changed = await line.json('brand set a-example selfRegistration false');
    expect(changed).toEqual({ brand: 'a-example', name: 'selfRegistration', value: false });
    // Ten tries an hour are all an address has.
    expect(await millisecondsUntil(async () => (await register()).status === 403, 250)).toBeLessThanOrEqual(BOUND_MS);
    expect((await line.run('brand get a-example selfRegistration')).stdout).toBe('false\n');
    await line.run('brand set a-example dreamfactory.loginAttribute username');
    const { settings } = await line.json<ShownBrand>('brand show a-example');
    expect(settings).toEqual({ selfRegistration: false, 'dreamfactory.loginAttribute': 'username' });
    await line.run('brand set a-example selfRegistration default');
    await line.run('brand set a-example dreamfactory.loginAttribute default');
    expect((await line.json<ShownBrand>('brand show a-example')).settings).toEqual({});
    const versions = await gateway.store.findBy(BrandSettingVersionEntity, { brandId });
    expect(versions.map(({ version }) => version)).toEqual([0, 1, 2, 3, 4]);
    const refused = [
      await line.run('brand set a-example nothing 1 --json'),
      await line.run('brand set a-example passwordMinLength 7 --json'),
      await line.run('brand set nowhere passwordMinLength 9 --json'),
    ];
    expect(refused.map((end) => [end.exit, codeOf(end)])).toEqual([
      [4, 'setting.not-found'],
      [2, 'request.invalid'],
      [4, 'brand.not-found'],
    ]);
  });

  it('JFW-ADM-11: a deactivated brand is closed within a second, after a question', async () => {
    await gateway.addBrand('c.example');
    const isOpen = async () => (await gateway.client('c.example').signIn('nobody', 'x')).status === 401;
    expect(await isOpen()).toBe(true);
    expect((await line.run('brand deactivate c.example')).exit).toBe(2);
    expect(await line.json('brand deactivate c.example --yes')).toEqual({ code: 'c-example', status: 'Inactive' });
    expect(await millisecondsUntil(async () => !(await isOpen()))).toBeLessThanOrEqual(BOUND_MS);
    await line.run('brand activate c-example');
    expect(await millisecondsUntil(isOpen)).toBeLessThanOrEqual(BOUND_MS);
    expect(codeOf(await line.run('brand deactivate platform --yes --json'))).toBe('brand.is-system');
    expect((await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password)).status).toBe(200);
  });

  it('JFW-ADM-12, -13: domains are added, preferred and removed', async () => {
    const d = '--brand a-example';
    expect(await line.json(`domain add ${d} Auth.A.Example --primary`)).toMatchObject({
      domain: 'auth.a.example',
      isPrimary: true,
    });
    expect((await line.run(`domain list ${d}`)).stdout).toMatch(/^DOMAIN\tPRIMARY\tVERIFIED\na\.example\tno\t/);
    const isKnown = async () => (await gateway.client('auth.a.example').signIn('nobody', 'x')).status === 401;
    expect(await millisecondsUntil(isKnown)).toBeLessThanOrEqual(BOUND_MS);
    expect((await line.run(`domain prefer ${d} a.example`)).stdout).toBe('a.example is primary\n');
    expect((await line.run(`domain verify ${d} a.example`)).exit).toBe(0);
    expect((await line.run(`domain remove ${d} auth.a.example`)).exit).toBe(2);
    expect(await line.json(`domain remove ${d} auth.a.example --yes`)).toEqual({ removed: 'auth.a.example' });
    const refused = [
      await line.run(`domain remove ${d} auth.a.example --yes --json`),
      await line.run(`domain remove ${d} a.example --yes --json`),
      await line.run(`domain add ${d} localhost --json`),
    ];
    expect(refused.map((end) => [end.exit, codeOf(end)])).toEqual([
      [4, 'domain.not-found'],
      [1, 'brand.domain-required'],
      [1, 'brand.domain-taken'],
    ]);
  });
});
