import { AppDirectory } from '../../src/core/apps/app-directory';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { BrandId } from '../../src/kernel/ids';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { millisecondsUntil } from '../support/milliseconds-until';
import { TestGateway } from '../support/start-gateway';

const BOUND_MS = 1_000;
const MASKED = /^[0-9a-f]{8}\*{56}$/;

interface App {
  readonly id: string;
  readonly name: string;
  readonly apiKey: string;
  readonly isActive: boolean;
  readonly defaultRole: string | null;
}

describeEngine('command line: apps', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    await gateway.addBrand('b.example');
    line = CommandLine.on(gateway.database.url);
    await line.json('role create --brand a.example reader');
  });
  afterAll(() => gateway.close());

  const create = (): Promise<App> => line.json<App>(`app create --brand a.example app-${(count += 1)}`);
  /** As the running gateway answers. */
  const known = async (key: string) => gateway.gateway.app.get(AppDirectory).findByKey(key);
  const eventsOf = async (targetId: string) => {
    const by = { brandId, targetId, userAgent: 'brandgate command line' };
    const rows = await gateway.store.find(AuditEventEntity, { where: by, order: { id: 'ASC' } });
    return rows.map(({ event }) => event);
  };

  it('DF-KEY-01: create shows the key this once; list and show mask it; the default role goes by its code', async () => {
    const command = 'app create --brand a.example mobile --type Url --url https://m.example.com --default-role reader';
    const made = await line.json<App>(command);
    expect(made).toMatchObject({ name: 'mobile', isActive: true, type: 'Url', defaultRole: 'reader' });
    expect(made.apiKey).toMatch(/^[0-9a-f]{64}$/);
    expect(await known(made.apiKey)).toMatchObject({ uid: made.id });
    const told = await line.run('app show --brand a.example mobile');
    const { apps } = await line.json<{ apps: App[] }>('app list --brand a.example');
    expect(apps.map(({ name, defaultRole }) => [name, defaultRole])).toEqual([
      ['admin', null],
      ['mobile', 'reader'],
    ]);
    for (const { apiKey } of apps) expect(apiKey).toMatch(MASKED);
    expect(told.stdout).toContain(`api key\t${made.apiKey.slice(0, 8)}****`);
    expect(told.stdout).toContain('default role\treader');
    const changed = await line.json<App>('app update --brand a.example mobile --name phones --default-role= --url=');
    expect(changed).toMatchObject({ id: made.id, name: 'phones', url: null, defaultRole: null });
    expect(await eventsOf(made.id)).toEqual(['app.created', 'app.updated']);
  });

  it('DF-KEY-06: after regenerate-key and delete the key is unknown to a running gateway within a second', async () => {
    const [one, two] = [await create(), await create()];
    for (const { apiKey } of [one, two]) expect(await known(apiKey)).not.toBeNull();
    const fresh = await line.json<App>(`app regenerate-key --brand a.example ${one.name} --yes`);
    expect(await millisecondsUntil(async () => (await known(one.apiKey)) === null)).toBeLessThanOrEqual(BOUND_MS);
    expect(await known(fresh.apiKey)).toMatchObject({ uid: one.id });
    expect(await line.json(`app delete --brand a.example ${two.id} --yes`)).toEqual({
      deleted: { id: two.id, name: two.name },
    });
    expect(await millisecondsUntil(async () => (await known(two.apiKey)) === null)).toBeLessThanOrEqual(BOUND_MS);
    expect([await eventsOf(one.id), await eventsOf(two.id)]).toEqual([
      ['app.created', 'app.key_regenerated'],
      ['app.created', 'app.deleted'],
    ]);
  });

  it('DF-KEY-09: an app that update makes inactive is refused by a running gateway within a second', async () => {
    const app = await create();
    expect(await known(app.apiKey)).toMatchObject({ isActive: true });
    await line.json(`app update --brand a.example ${app.name} --active no`);
    const isOff = async () => (await known(app.apiKey))?.isActive === false;
    expect(await millisecondsUntil(isOff)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('DF-KEY-04, -09: show-key prints the kept key alone, and the trail tells it; a key that is not kept is exit 1', async () => {
    const { apps } = await line.json<{ apps: App[] }>('app list --brand a.example');
    const admin = apps.find(({ name }) => name === 'admin');
    const { exit, stdout } = await line.run('app show-key --brand a.example admin');
    expect([exit, stdout]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}\n$/)]);
    expect(await known(stdout.trim())).toMatchObject({ uid: admin?.id });
    expect(await eventsOf(admin?.id ?? '')).toEqual(['app.key_shown']);
    const app = await create();
    const refused = await line.run(`app show-key --brand a.example ${app.name}`);
    expect([refused.exit, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/^error: The key of .+ is not kept.+\n {2}.+brandgate app regenerate-key .+\n$/);
  });

  it('what destroys asks; refusals say what to do; what is not there is 4 (SEC-TEN-03)', async () => {
    const app = await create();
    const ended = [
      await line.run(`app delete --brand a.example ${app.name}`),
      await line.run(`app regenerate-key --brand a.example ${app.name}`),
      await line.run(`app delete --brand a.example ${app.name}`, { isTerminal: true, stdin: 'n\n' }),
      await line.run('app delete --brand a.example admin --yes'),
      await line.run('app update --brand a.example admin --name other'),
      await line.run(`app create --brand a.example ${app.name}`),
      await line.run(`app update --brand a.example ${app.name}`),
      await line.run(`app update --brand a.example ${app.name} --url ftp://x`),
      await line.run(`app update --brand a.example ${app.name} --type Cloud`),
      await line.run(`app update --brand a.example ${app.name} --default-role Admin`),
      await line.run(`app update --brand a.example ${app.name} --default-role nothing`),
      await line.run(`app show --brand b.example ${app.id}`),
      await line.run(`app regenerate-key --brand b.example ${app.name} --yes`),
    ];
    expect(ended.map(({ exit }) => exit)).toEqual([2, 2, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4]);
    for (const { stderr } of ended.slice(3, 6)) expect(stderr).toMatch(/^error: .+\n {2}.+brandgate app .+\n$/);
    expect(await known(app.apiKey)).not.toBeNull();
    expect(await eventsOf(app.id)).toEqual(['app.created']);
  });
});
