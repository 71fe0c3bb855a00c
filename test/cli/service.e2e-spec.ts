import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { ServiceConfig } from '../../src/core/services/service-config';
import { ServiceEntity } from '../../src/core/services/service.entity';
import { headerPlace } from '../../src/core/services/service-headers';
import type { BrandId } from '../../src/kernel/ids';
import { KeyRing } from '../../src/kernel/secrets/key-ring';
import { unseal } from '../../src/kernel/secrets/sealed-text';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { TEST_MASTER_KEY, TestGateway } from '../support/start-gateway';

const SECRET = 'Bearer canary-of-the-upstream';

interface Service {
  readonly id: string;
  readonly name: string;
}

describeEngine('command line: services', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    await gateway.addBrand('b.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  /** What the upstream would be sent. */
  const opened = async (id: string): Promise<Record<string, string | null>> => {
    const row = await gateway.store.findOneByOrFail(ServiceEntity, { brandId, uid: id });
    const { headers } = row.config as ServiceConfig;
    const ring = KeyRing.parse(TEST_MASTER_KEY);
    return Object.fromEntries(headers.map(({ name, sealed }) => [name, unseal(ring, sealed, headerPlace(row, name))]));
  };
  const eventsOf = async (targetId: string) => {
    const by = { brandId, targetId, userAgent: 'brandgate command line' };
    return gateway.store.find(AuditEventEntity, { where: by, order: { id: 'ASC' } });
  };

  it('DF-SVC-01: create, list, show, update and delete; each in the trail', async () => {
    const create = 'service create --brand a.example Orders --base-url https://o.example.com/api --timeout 5';
    const made = await line.json<Service>(`${create} --honours-filters yes --label Ordering`);
    expect(made).toMatchObject({
      ...{ name: 'orders', label: 'Ordering', type: 'rws', isActive: true, isSystem: false },
      config: { baseUrl: 'https://o.example.com/api', timeoutSeconds: 5, headers: [], honoursFilters: true },
    });
    expect(await line.json('service show --brand a.example ORDERS')).toEqual(made);
    const changed = await line.json(`service update --brand a.example ${made.id} --name sales --active no --timeout 7`);
    expect(changed).toMatchObject({
      name: 'sales',
      isActive: false,
      config: { timeoutSeconds: 7, honoursFilters: true },
    });
    const { stdout } = await line.run('service list --brand a.example');
    expect(stdout.split('\n').map((row) => row.split('\t')[0])).toEqual(['NAME', 'system', 'user', 'sales', '']);
    const deleted = { id: made.id, name: 'sales' };
    expect(await line.json('service delete --brand a.example sales --yes')).toEqual({ deleted });
    expect((await line.run('service show --brand a.example sales')).exit).toBe(4);
    const events = (await eventsOf(made.id)).map(({ event }) => event);
    expect(events).toEqual(['service.created', 'service.updated', 'service.deleted']);
  });

  it('SEC-KEY-04: what headers hold comes by standard input or is typed, and is shown to nobody', async () => {
    const create = 'service create --brand a.example secret --base-url https://s.example.com';
    const made = await line.run(`${create} --headers-stdin --json`, {
      stdin: `Authorization: ${SECRET}\n\nX-Old:  one two \n`,
    });
    const { id } = JSON.parse(made.stdout) as Service;
    expect(await opened(id)).toEqual({ Authorization: SECRET, 'X-Old': 'one two' });
    const typed = await line.run('service update --brand a.example secret --header X-Typed --drop-header x-old', {
      ...{ isTerminal: true, stdin: 'typed-canary\n' },
    });
    expect(typed.exit).toBe(0);
    expect(await opened(id)).toEqual({ Authorization: SECRET, 'X-Typed': 'typed-canary' });
    const shown = await line.run('service show --brand a.example secret');
    expect(shown.stdout).toContain('headers\tAuthorization, X-Typed\n');
    const trail = JSON.stringify(await eventsOf(id));
    for (const text of [made.stdout, made.stderr, typed.stdout, typed.stderr, shown.stdout, trail]) {
      expect(text).not.toMatch(/canary/);
    }
  });

  it('DF-SVC-07: a new address wants all headers again', async () => {
    const create = 'service create --brand a.example moved --base-url https://m.example.com --headers-stdin';
    const { id } = await line.json<Service>(create, { stdin: 'X-Key: old' });
    const move = 'service update --brand a.example moved --base-url https://elsewhere.example.com';
    const refused = await line.run(move);
    expect([refused.exit, refused.stderr]).toEqual([
      2,
      expect.stringContaining('Give the values of all headers again'),
    ]);
    await line.json(`${move} --headers-stdin`, { stdin: 'X-Key: new' });
    expect(await opened(id)).toEqual({ 'X-Key': 'new' });
    await line.json('service update --brand a.example moved --base-url https://m.example.com --drop-header X-Key');
    expect(await opened(id)).toEqual({});
  });

  it('wrong usage is 2 and never quotes a secret; the built-in ones stay; what is not there is 4 (SEC-TEN-03)', async () => {
    const create = 'service create --brand a.example other --base-url https://o.example.com';
    const wrong = [
      await line.run('service create --brand a.example other'),
      await line.run('service create --brand a.example other --base-url https://user:pw@o.example.com'),
      await line.run(`${create} --timeout 0`),
      await line.run(`${create} --headers-stdin`, { stdin: SECRET }),
      await line.run([...create.split(' '), '--header', `Authorization:${SECRET}`], { isTerminal: true }),
      await line.run(`${create} --header Authorization`),
      await line.run(`${create} --header A --headers-stdin`, { stdin: 'B: c' }),
      await line.run(`${create} --headers-stdin`, { stdin: `Host: ${SECRET}` }),
      await line.run('service delete --brand a.example user'),
      await line.run('service update --brand a.example user'),
    ];
    expect(wrong.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
    const texts = wrong.map(({ stdout, stderr }: Ended) => stdout + stderr).join('');
    expect(texts).not.toMatch(/canary|pw@/);
    const refused = [
      await line.run('service delete --brand a.example user --yes'),
      await line.run('service update --brand a.example system --active no'),
    ];
    for (const { exit, stderr } of refused) {
      expect([exit, stderr]).toEqual([1, expect.stringMatching(/^error: .+\n {2}.+brandgate role service set\n$/)]);
    }
    const made = await line.json<Service>(create);
    expect((await line.run(create)).exit).toBe(1);
    expect((await line.run(`service show --brand b.example ${made.id}`)).exit).toBe(4);
    expect((await line.run('service delete --brand b.example other --yes')).exit).toBe(4);
  });
});
