import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { BrandId } from '../../src/kernel/ids';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { millisecondsUntil } from '../support/milliseconds-until';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const BOUND_MS = 1_000;
const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';

interface Role {
  readonly id: string;
  readonly code: string;
  readonly permissions: readonly string[];
}

interface Access {
  readonly services: readonly {
    readonly service: string | null;
    readonly component: string;
    readonly verbs: string[];
  }[];
}

const failureOf = ({ stderr }: Ended) => (JSON.parse(stderr) as { error: { code: string; advice: string } }).error;

describeEngine('command line: roles', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let line: CommandLine;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.addBrand('b.example');
    people = new People(gateway, brandId, 'a.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  const create = (more = ''): Promise<Role> => line.json<Role>(`role create --brand a.example r${(count += 1)}${more}`);
  const eventsOf = async (targetId: string) => {
    const rows = await gateway.store.find(AuditEventEntity, { where: { brandId, targetId }, order: { id: 'ASC' } });
    expect(rows.every((row) => row.actorUserId === null)).toBe(true);
    return rows.filter((row) => row.userAgent === 'brandgate command line').map((row) => row.event);
  };
  /** Somebody whose right to read users is this role's. */
  const holder = async (role: Role): Promise<Person> => {
    const person = await people.one();
    expect((await person.client.get('users')).status).toBe(403);
    await line.json(`role assign --brand a.example ${role.code} ${person.user.username}`);
    expect(await millisecondsUntil(async () => (await person.client.get('users')).status === 200)).toBeLessThan(
      BOUND_MS,
    );
    return person;
  };
  const untilDenied = (person: Person) =>
    millisecondsUntil(async () => (await person.client.get('users')).status === 403);

  it('JFW-ADM-01: create, update, grant and revoke; list and show tell it; the trail shows each', async () => {
    const made = await line.json<Role>(
      'role create --brand a.example desk --permission USER.READ,DEVICE.READ --permission AUTHKEY.READ',
    );
    expect(made).toMatchObject({
      ...{ code: 'desk', name: 'desk', description: null, type: 'Custom', isActive: true },
      permissions: ['USER.READ', 'DEVICE.READ', 'AUTHKEY.READ'],
    });
    const granted = await line.json<Role>('role grant --brand a.example desk user.update USER.READ');
    expect(granted.permissions).toEqual(['USER.READ', 'USER.UPDATE', 'DEVICE.READ', 'AUTHKEY.READ']);
    const revoked = await line.json<Role>(`role revoke --brand a-example ${made.id} USER.UPDATE DEVICE.READ`);
    expect(revoked.permissions).toEqual(['USER.READ', 'AUTHKEY.READ']);
    const command = ['role', 'update', '--brand', 'a.example', 'desk', '--name', 'Help desk', '--description', 'calls'];
    expect((await line.run([...command, '--active', 'no'])).exit).toBe(0);
    const shown = await line.json('role show --brand a.example desk');
    expect(shown).toMatchObject({ name: 'Help desk', description: 'calls', isActive: false, holders: 0, services: [] });
    const { roles } = await line.json<{ roles: Role[] }>('role list --brand a.example');
    expect(roles.map(({ code }) => code)).toEqual(['EndUser', 'Partner', 'Admin', 'desk']);
    const { stdout } = await line.run('role list --brand a.example');
    expect(stdout).toMatch(/^CODE\tNAME\tTYPE\tACTIVE\tPERMISSIONS\tID\n/);
    expect(await eventsOf(made.id)).toEqual(['role.created', 'role.updated', 'role.updated', 'role.updated']);
  });

  it('SEC-REV-09: revoke, unassign, an inactive role and delete are honoured by a running gateway in a second', async () => {
    const ways = [
      (role: Role) => `role revoke --brand a.example ${role.code} USER.READ`,
      (role: Role, person: Person) => `role unassign --brand a.example ${role.code} ${person.user.emailAddress ?? ''}`,
      (role: Role) => `role update --brand a.example ${role.code} --active no`,
      (role: Role) => `role delete --brand a.example ${role.code} --yes`,
    ];
    for (const way of ways) {
      const role = await create(' --permission USER.READ');
      const person = await holder(role);
      await line.json(way(role, person));
      expect(await untilDenied(person)).toBeLessThanOrEqual(BOUND_MS);
    }
  });

  it('assign and unassign name several users by any of their names, all of them or none', async () => {
    const role = await create();
    const [one, two] = [await people.one(), await people.one()];
    const names = `${one.user.phoneNumber ?? ''} ${two.user.uid}`;
    const outcome = await line.json(`role assign --brand a.example ${role.id} ${names}`);
    const users = [one, two].map(({ user }) => ({ id: user.uid, username: user.username }));
    expect(outcome).toEqual({ role: { id: role.id, code: role.code }, assigned: users });
    expect(await line.json(`role show --brand a.example ${role.code}`)).toMatchObject({ holders: 2 });
    const half = await line.run(`role unassign --brand a.example ${role.code} ${names} nobody.there`);
    expect(half.exit).toBe(4);
    expect(await line.json(`role show --brand a.example ${role.code}`)).toMatchObject({ holders: 2 });
    await line.json(`role unassign --brand a.example ${role.code} ${names}`);
    expect(await line.json(`role show --brand a.example ${role.code}`)).toMatchObject({ holders: 0 });
    expect(await eventsOf(one.user.uid)).toEqual(['user.roles_changed', 'user.roles_changed']);
  });

  it('DF-ACC-05: role service set says all that a role may do with services; list --json is what --stdin takes', async () => {
    const role = await create();
    await line.json('service create --brand a.example orders --base-url https://orders.example.com');
    const set = `role service set --brand a.example ${role.code}`;
    const rows = await line.json<Access>(`${set} --allow orders=GET,POST --allow Orders/notes/*=all --allow *=get`);
    expect(rows.services.map(({ service, component, verbs }) => [service, component, verbs])).toEqual([
      ['orders', '*', ['GET', 'POST']],
      ['orders', 'notes/*', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']],
      [null, '*', ['GET']],
    ]);
    const list = await line.run(`role service list --brand a.example ${role.code} --json`);
    const filters = [{ name: 'owner', operator: '=', value: '{user.id}' }];
    const stdin = JSON.stringify([{ ...rows.services[1], filters, filterOp: 'OR' }]);
    expect(await line.json(`${set} --stdin`, { stdin })).toMatchObject({ services: [{ filters, filterOp: 'OR' }] });
    expect(await line.json(`${set} --stdin`, { stdin: list.stdout })).toEqual(rows);
    expect((await line.run(`role service list --brand a.example ${role.code}`)).stdout).toBe(
      'SERVICE\tCOMPONENT\tVERBS\tFILTERS\norders\t*\tGET,POST\t-\norders\tnotes/*\tall\t-\n*\t*\tGET\t-\n',
    );
    expect(await line.json(`${set} --none`)).toMatchObject({ services: [] });
    expect(await eventsOf(role.id)).toEqual(['role.created', ...Array<string>(4).fill('role.updated')]);
  });

  it('a row that cannot be understood changes nothing', async () => {
    const role = await create();
    const set = `role service set --brand a.example ${role.code}`;
    await line.json(`${set} --allow user=GET`);
    const ended = [
      await line.run(`${set} --allow user`),
      await line.run(`${set} --allow user=LOOK`),
      await line.run(`${set} --allow */path=GET`),
      await line.run(set),
      await line.run(`${set} --none --allow user=GET`),
      await line.run(`${set} --stdin`, { stdin: 'no json' }),
      await line.run(`${set} --stdin`, { stdin: '[{"component":"*","verbs":["GET"]}]' }),
      await line.run(`${set} --stdin`, { stdin: '[{"service":"user","component":"*","verbs":["LOOK"]}]' }),
      await line.run(`${set} --allow nothing.there=GET`),
      await line.run(`${set} --allow nothing-there=GET`),
    ];
    expect(ended.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 4]);
    expect(await line.json(`role service list --brand a.example ${role.code}`)).toMatchObject({
      services: [{ service: 'user', verbs: ['GET'] }],
    });
  });

  it('refusals say what to do; what is not there is 4, and another brand is as good as none (SEC-TEN-03)', async () => {
    const role = await create();
    await line.json(`app create --brand a.example in-use --default-role ${role.code}`);
    const refused = [
      await line.run(`role delete --brand a.example ${role.code} --yes --json`),
      await line.run('role delete --brand a.example Admin --yes --json'),
      await line.run(`role create --brand a.example ${role.code} --json`),
    ];
    expect(refused.map((one) => [one.exit, failureOf(one).code])).toEqual([
      [1, 'role.in-use'],
      [1, 'role.built-in'],
      [1, 'role.exists'],
    ]);
    for (const one of refused) expect(failureOf(one).advice).toContain('brandgate ');
    const absent = [
      await line.run(`role show --brand b.example ${role.id}`),
      await line.run(`role delete --brand b.example ${role.code} --yes`),
      await line.run(`role grant --brand a.example ${NOBODY} USER.READ`),
      await line.run(`role update --brand nowhere ${role.code} --name x`),
    ];
    expect(absent.map(({ exit }) => exit)).toEqual([4, 4, 4, 4]);
    const wrong = [
      await line.run(`role delete --brand a.example ${role.code}`),
      await line.run(`role grant --brand a.example ${role.code} USER.FLY`),
      await line.run(`role grant --brand a.example ${role.code}`),
      await line.run(`role update --brand a.example ${role.code}`),
      await line.run(`role update --brand a.example ${role.code} --active perhaps`),
      await line.run('role create --brand a.example no/code'),
      await line.run(`role create --brand a.example ok --name ${'x'.repeat(201)}`),
      await line.run(`role show ${role.code}`),
    ];
    expect(wrong.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    expect(await eventsOf(role.id)).toEqual(['role.created']);
  });
});
