import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { ENVIRONMENT } from '../../src/config/environment.schema';
import { GATEWAY_SETTINGS } from '../../src/core/gateway-settings/gateway-setting-list';
import { GatewaySettings } from '../../src/core/gateway-settings/gateway-settings';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine, perEngine } from '../support/describe-engine';
import { millisecondsUntil } from '../support/milliseconds-until';
import { TEST_MASTER_KEY, TestGateway } from '../support/start-gateway';
import { createTestDatabase } from '../support/test-database';

const BOUND_MS = 1_000;
const TOKEN = 'canary-0123456789abcdef';

interface Value {
  readonly name: string;
  readonly value: unknown;
  readonly source: string;
}

interface Shown {
  readonly engine: string;
  readonly environment: readonly Value[];
  readonly settings: readonly Value[] | null;
}

describeEngine('command line: configuration', () => {
  let gateway: TestGateway;
  let line: CommandLine;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  const codeOf = ({ stderr }: Ended) => (JSON.parse(stderr) as { error: { code: string } }).error.code;
  const valueOf = (values: readonly Value[] | null, wanted: string) => {
    const found = values?.find(({ name }) => name === wanted);
    return [found?.value, found?.source];
  };

  it('show lists every variable and every setting, and where its value comes from', async () => {
    await line.run('config set drainSeconds 7');
    const shown = await line.json<Shown>('config show', { env: { PORT: '8080' } });
    expect(shown.environment.map(({ name }) => name)).toEqual(Object.values(ENVIRONMENT).map(({ name }) => name));
    expect(shown.settings?.map(({ name }) => name)).toEqual(Object.keys(GATEWAY_SETTINGS));
    expect(shown.engine).toBe(perEngine({ sqlite: 'sqlite', mariadb: 'server' }));
    expect(valueOf(shown.environment, 'PORT')).toEqual(['8080', 'environment']);
    expect(valueOf(shown.environment, 'BRANDGATE_HOST')[1]).toBe('default');
    expect(valueOf(shown.settings, 'drainSeconds')).toEqual([7, 'database']);
    expect(valueOf(shown.settings, 'gatewayHosts')).toEqual([[], 'default']);
    const { stdout } = await line.run('config show');
    expect(stdout).toContain('\ndrainSeconds\t7\tdatabase\n');
  });

  it('SEC-PW-07: set takes a list of breached passwords only when it is one', async () => {
    for (const file of ['/no/such/list.txt', __filename, '/tmp']) {
      const ended = await line.run(`config set breachedPasswordFile ${file} --json`);
      expect([file, ended.exit === 0, codeOf(ended)]).toEqual([file, false, 'request.invalid']);
    }
    expect((await line.json<{ value: unknown }>('config get breachedPasswordFile')).value).toBeNull();
  });

  it('SEC-LOG-01: no secret is shown by any of the commands', async () => {
    await line.run('config set metricsToken --stdin', { stdin: `${TOKEN}\n` });
    const ended = [
      await line.run('config show'),
      await line.run('config show --json'),
      await line.run('config get metricsToken'),
      await line.run(['config', 'set', 'metricsToken', TOKEN]),
      await line.run('config check'),
    ];
    const text = ended.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(ended.map(({ exit }) => exit)).toEqual([0, 0, 0, 0, 0]);
    expect(text).toContain('metricsToken\t[secret]\tdatabase');
    for (const secret of [TOKEN, TEST_MASTER_KEY]) expect(text).not.toContain(secret);
    const audit = await gateway.store.findBy(AuditEventEntity, { event: 'gateway.setting_changed' });
    expect(audit.some(({ targetId }) => targetId === 'metricsToken')).toBe(true);
    expect(JSON.stringify(audit)).not.toContain(TOKEN);
  });

  it('set takes JSON or a text, null puts the default back, and a running gateway knows it within a second', async () => {
    const { current } = gateway.gateway.app.get(GatewaySettings);
    expect(current.drainSeconds).not.toBe(11);
    expect(await line.json('config set drainSeconds 11')).toEqual({ name: 'drainSeconds', value: 11 });
    const isKnown = () => gateway.gateway.app.get(GatewaySettings).current.drainSeconds === 11;
    expect(await millisecondsUntil(isKnown)).toBeLessThanOrEqual(BOUND_MS);
    expect((await line.run('config get drainSeconds')).stdout).toBe('11\n');
    expect((await line.run(['config', 'set', 'gatewayHosts', '["auth.example.com"]'])).stdout).toBe(
      'gatewayHosts is ["auth.example.com"]\n',
    );
    expect((await line.run('config set rootDomain brands.example.com')).stdout).toBe(
      'rootDomain is brands.example.com\n',
    );
    expect(await line.json('config set rootDomain null')).toEqual({ name: 'rootDomain', value: null });
    expect(await line.json('config get rootDomain')).toMatchObject({ value: null, source: 'default' });
    const [event] = await gateway.store.findBy(AuditEventEntity, {
      event: 'gateway.setting_changed',
      targetId: 'gatewayHosts',
    });
    expect(event).toMatchObject({ brandId: await gateway.platformId(), userAgent: 'brandgate command line' });
  });

  it('refuses what is no setting, no value of it, or no JSON', async () => {
    const ended = [
      await line.run('config get nothing --json'),
      await line.run('config set nothing 1 --json'),
      await line.run('config set drainSeconds soon --json'),
      await line.run('config set drainSeconds 601 --json'),
      await line.run(['config', 'set', 'gatewayHosts', '["a.example"', '--json']),
      await line.run('config set drainSeconds --json'),
      await line.run('config set drainSeconds 1 --stdin --json'),
    ];
    expect(ended.map((end) => [end.exit, codeOf(end)])).toEqual([
      [4, 'setting.not-found'],
      [4, 'setting.not-found'],
      [2, 'request.invalid'],
      [2, 'request.invalid'],
      [2, 'usage.wrong'],
      [2, 'usage.wrong'],
      [2, 'usage.wrong'],
    ]);
    expect(ended[2]?.stderr).toContain('drainSeconds must be');
  });

  it('check says whether a gateway would start', async () => {
    const good = await line.json<{ errors: number; findings: { check: string }[] }>('config check');
    expect([good.errors, good.findings.map(({ check }) => check)]).toEqual([0, ['key-ring', 'schema']]);
    const bad = [
      await line.run('config check --json', { env: { BRANDGATE_TRUSTED_PROXIES: '*' } }),
      await line.run('config check --json', { env: { BRANDGATE_MASTER_KEY: 'short' } }),
      await line.run('config check --json', { env: { DATABASE_URL: 'mariadb://nobody@127.0.0.1:9/none' } }),
    ];
    expect(bad.map(({ exit }) => exit)).toEqual([1, 1, 1]);
    const found = bad.map(
      ({ stdout }) => (JSON.parse(stdout) as { findings: { check: string; severity: string }[] }).findings,
    );
    expect(found.map((all) => all.filter(({ severity }) => severity === 'error').map(({ check }) => check))).toEqual([
      ['environment'],
      ['key-ring'],
      ['database'],
    ]);
  });

  it('show works without a database, and says what it left out', async () => {
    const own = await createTestDatabase();
    const fresh = CommandLine.on(own.url);
    const { exit, stdout, stderr } = await fresh.run('config show --json');
    await own.drop();
    const { settings } = JSON.parse(stdout) as Shown;
    expect([exit, settings]).toEqual([0, null]);
    expect(stderr).toContain('The settings in the database are left out.');
  });
});
