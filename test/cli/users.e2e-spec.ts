import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { BrandId } from '../../src/kernel/ids';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import type { JfwClient } from '../support/jfw-client';
import { millisecondsUntil } from '../support/milliseconds-until';
import { People } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const BOUND_MS = 1_000;
const PASSWORD = 'tidal lantern quarry';

interface ShownUser {
  readonly id: string;
  readonly username: string;
  readonly type: string;
  readonly status: string;
  readonly password?: string;
}

describeEngine('command line: users', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let line: CommandLine;
  let folder: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    people = new People(gateway, brandId, 'a.example');
    line = CommandLine.on(gateway.database.url);
    folder = mkdtempSync(join(tmpdir(), 'bg-users-'));
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  const codeOf = ({ stderr }: Ended) => (JSON.parse(stderr) as { error: { code: string } }).error.code;
  const signIn = async (name: string, password: string) =>
    (await gateway.client('a.example').signIn(name, password)).status;
  const untilStatus = (client: JfwClient, status: number): Promise<number> =>
    millisecondsUntil(async () => (await client.get('users/me')).status === status);

  it('create makes accounts that sign in: a password generated, piped in, or typed twice without being shown', async () => {
    const made = await line.json<ShownUser>(
      'user create --brand a-example --email ann@a.example --type Admin --generate',
    );
    expect(made).toMatchObject({ username: 'ann@a.example', type: 'Admin', status: 'Active' });
    expect(await signIn('ann@a.example', made.password ?? '')).toBe(200);
    const piped = await line.run('user create --brand a-example --username bob.a --password-stdin', {
      stdin: `${PASSWORD}\n`,
    });
    expect([piped.exit, piped.stdout]).toEqual([0, expect.not.stringContaining(PASSWORD)]);
    expect(await signIn('bob.a', PASSWORD)).toBe(200);
    const typed = await line.run('user create --brand a-example --username cat.a', {
      isTerminal: true,
      stdin: `${PASSWORD}\r${PASSWORD}\r`,
    });
    expect([typed.exit, typed.stderr]).toEqual([0, 'Password: \nOnce more: \n']);
    expect(await signIn('cat.a', PASSWORD)).toBe(200);
    const [event] = await gateway.store.findBy(AuditEventEntity, { brandId, targetId: made.id });
    expect(event).toMatchObject({
      event: 'user.created',
      userAgent: 'brandgate command line',
      details: { type: 'Admin' },
    });
    expect(JSON.stringify(await gateway.store.find(AuditEventEntity))).not.toContain(made.password);
  });

  it('invite makes an account that waits for its password, and says where the mail went, or that it waits', async () => {
    interface Invited extends ShownUser {
      readonly mail: { readonly to: string; readonly through: string | null };
    }
    const smtp = { SMTP_URL: 'smtp://user:secret@smtp.example:2525' };
    const invite = 'user invite --brand a-example';
    const made = await line.json<Invited>(`${invite} eve@a.example --language vi`, { env: smtp });
    expect(made).toMatchObject({ username: 'eve@a.example', type: 'EndUser', status: 'Inactive' });
    expect(made.mail).toEqual({ to: 'eve@a.example', through: 'smtp.example:2525' });
    await gateway.deliver();
    const token = gateway.mail.linkTo('eve@a.example').searchParams.get('token');
    const accepted = await gateway.client('a.example').post('users/accept-invitation', { token, password: PASSWORD });
    expect([accepted.status, await signIn('eve@a.example', PASSWORD)]).toEqual([200, 200]);
    const again = await line.run(`${invite} eve@a.example --json`);
    expect([again.exit === 0, codeOf(again)]).toEqual([false, 'user.email-taken']);
    const told = await line.run(`${invite} fay@a.example`, { env: smtp });
    expect(told.stdout + told.stderr).toContain('sends it through smtp.example:2525');
    expect(told.stdout + told.stderr).not.toContain('secret');
    const waiting = await line.run(`${invite} fay@a.example`);
    expect([waiting.exit, waiting.stdout + waiting.stderr]).toEqual([
      0,
      expect.stringContaining('waits in the outbox'),
    ]);
    const elsewhere = await line.run(`${invite} gus@a.example --link https://evil.example/ --json`);
    expect(codeOf(elsewhere)).toBe('link.not-allowed');
  });

  it('SEC-PW-06, -07: a password is judged here as well, and never taken from the arguments', async () => {
    const create = '--brand a-example --username dan.a';
    const refused = [
      await line.run(`user create ${create} --password-stdin --json`, { stdin: 'password1' }),
      await line.run(`user create ${create} --password-stdin --json`, { stdin: 'short' }),
      await line.run(`user create ${create} --json`),
      await line.run(`user create ${create} --generate --password-stdin --json`),
      await line.run(`user create ${create} --password x --json`),
      await line.run(`user create ${create} --type SuperAdmin --generate --json`),
      await line.run(`user create ${create} --type Boss --generate --json`),
      await line.run('user create --brand a-example --username bob.a --generate --json'),
    ];
    expect(refused.map((end) => [end.exit, codeOf(end)])).toEqual([
      [1, 'password.format'],
      [1, 'password.format'],
      [2, 'terminal.required'],
      [2, 'usage.wrong'],
      [2, 'usage.wrong'],
      [2, 'user.type-invalid'],
      [2, 'user.type-invalid'],
      [1, 'user.username-taken'],
    ]);
    const differing = await line.run(`user create ${create}`, {
      isTerminal: true,
      stdin: 'one-two-three\rone-two-four\r',
    });
    expect([differing.exit, differing.stderr]).toEqual([2, expect.stringContaining('The two passwords differ.')]);
    const without = await line.json<{ hasPassword: boolean }>(`user create ${create} --without-password`);
    expect([without.hasPassword, await signIn('dan.a', PASSWORD)]).toEqual([false, 401]);
  });

  it('a generated password satisfies the strictest rules of a brand', async () => {
    await gateway.addBrand('strict.example', { passwordPolicyLevel: 'High', passwordMinLength: 40 });
    for (let i = 0; i < 3; i += 1) {
      const made = await line.json<ShownUser>(`user create --brand strict-example --username strict.${i} --generate`);
      expect((await gateway.client('strict.example').signIn(`strict.${i}`, made.password ?? '')).status).toBe(200);
    }
  });

  it('SEC-PW-08: set-password ends all sessions of the user within a second', async () => {
    const person = await people.one();
    const name = person.user.username ?? '';
    const ended = await line.json<ShownUser>(`user set-password --brand a-example ${name} --generate`);
    expect(await untilStatus(person.client, 401)).toBeLessThanOrEqual(BOUND_MS);
    expect([await signIn(name, PASSWORD), await signIn(name, ended.password ?? '')]).toEqual([401, 200]);
    const weak = await line.run(`user set-password --brand a-example ${name} --password-stdin --json`, {
      stdin: '12345678',
    });
    expect([weak.exit, codeOf(weak)]).toEqual([1, 'password.format']);
  });

  it('SEC-REV-09, JFW-USR-05: a locked account is refused by a running gateway within a second, and comes back', async () => {
    const person = await people.one();
    const name = person.user.username ?? '';
    expect((await person.client.get('users/me')).status).toBe(200);
    const locked = await line.json<ShownUser>(`user lock --brand a-example ${name}`);
    expect(locked.status).toBe('Locked');
    expect(await untilStatus(person.client, 403)).toBeLessThanOrEqual(BOUND_MS);
    expect(codeOf(await line.run(`user lock --brand a-example ${name} --json`))).toBe('user.status-conflict');
    expect((await line.run(`user unlock --brand a-example ${name}`)).stdout).toBe(`${name} is Active\n`);
    await untilStatus(person.client, 200);
    for (const [action, status] of [
      ['suspend', 'Suspended'],
      ['unsuspend', 'Active'],
      ['deactivate', 'Inactive'],
      ['activate', 'Active'],
    ]) {
      expect((await line.json<ShownUser>(`user ${action} --brand a-example ${name}`)).status).toBe(status);
    }
    const [last] = await gateway.store.find(AuditEventEntity, {
      where: { event: 'user.status_changed' },
      order: { id: 'DESC' },
    });
    expect(last).toMatchObject({ brandId, userAgent: 'brandgate command line' });
  });

  it('JFW-ADM-05: the last SuperAdmin is neither locked nor deleted', async () => {
    const refused = [
      await line.run('user lock --brand platform admin --json'),
      await line.run('user delete --brand platform admin --yes --json'),
      await line.run('user set-type --brand platform admin EndUser --json'),
    ];
    expect(refused.map(codeOf)).toEqual(Array(3).fill('user.last-super-admin'));
  });

  it('list, show, set-type and delete', async () => {
    const person = await people.one();
    const name = person.user.username ?? '';
    expect(await line.json(`user show --brand a.example ${person.user.emailAddress}`)).toEqual({
      ...{ id: person.user.uid, number: person.user.number, username: name, firstName: null, lastName: null },
      ...{ emailAddress: person.user.emailAddress, phoneNumber: person.user.phoneNumber },
      ...{ type: 'EndUser', roles: [], status: 'Active', lockedUntil: null, isEmailVerified: false, hasPassword: true },
      ...{ lastLoginAt: expect.stringMatching(/Z$/), createdAt: expect.stringMatching(/Z$/) },
    });
    expect(await line.json(`user set-type --brand a.example ${name} Partner`)).toMatchObject({ type: 'Partner' });
    const listed = await line.json<{ total: number; users: ShownUser[] }>('user list --brand a.example --type Partner');
    expect([listed.total, listed.users.map(({ username }) => username)]).toEqual([1, [name]]);
    expect((await line.run('user list --brand a.example --limit 1')).stderr).toMatch(/^1 of \d+; the next: --page 2/);
    expect((await line.run(`user delete --brand a.example ${name}`)).exit).toBe(2);
    expect(await line.json(`user delete --brand a.example ${name} --yes`)).toEqual({ deleted: person.user.uid });
    expect(await untilStatus(person.client, 401)).toBeLessThanOrEqual(BOUND_MS);
    expect((await line.run(`user show --brand a.example ${name}`)).exit).toBe(4);
  });

  it('set-roles gives and takes custom roles by their codes', async () => {
    const admin = await people.one({}, 'Admin');
    const { data } = await admin.client.post<{ id: string }>('roles', {
      code: 'support',
      name: 'Support',
      permissions: ['USER.READ'],
    });
    expect(data.id).toBeDefined();
    const person = await people.one();
    const name = person.user.username ?? '';
    const given = await line.json<{ roles: string[] }>(`user set-roles --brand a.example ${name} --add support`);
    expect(given.roles).toEqual(['support']);
    const roles = await line.json<{ roles: { code: string; kind: string }[] }>('role list --brand a.example');
    expect(roles.roles.map(({ code }) => code)).toEqual(['EndUser', 'Partner', 'Admin', 'support']);
    const taken = await line.json<{ roles: string[] }>(`user set-roles --brand a.example ${name} --remove support`);
    expect(taken.roles).toEqual([]);
    expect((await line.run(`user set-roles --brand a.example ${name} --add nothing`)).exit).toBe(4);
    expect((await line.run(`user set-roles --brand a.example ${name}`)).exit).toBe(2);
  });

  describe('import', () => {
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };

    it('takes CSV with hashes over, tells what it skipped and refused, and can be repeated', async () => {
      const hash = hashSync(PASSWORD, 4);
      const csv = file(
        'users.csv',
        [
          '\ufeffusername,emailAddress,passwordHash,type,firstName',
          `imp.one,one@imp.example,${hash},EndUser,"Zoë, the first"`,
          `imp.two,not an address,${hash},EndUser,`,
          'bob.a,,,EndUser,',
          '',
          `imp.three,,${hash},Boss,`,
        ].join('\r\n'),
      );
      const first = await line.run(`user import --brand a-example ${csv} --json`);
      expect([first.exit, JSON.parse(first.stdout)]).toEqual([
        1,
        {
          ...{ imported: 1, skipped: 1, refused: 2 },
          records: [
            { line: 3, kind: 'refused', field: 'emailAddress', reason: expect.any(String) },
            { line: 4, kind: 'skipped', field: 'username' },
            { line: 6, kind: 'refused', field: 'type', reason: expect.any(String) },
          ],
        },
      ]);
      expect(await signIn('imp.one', PASSWORD)).toBe(200);
      const again = await line.run(`user import --brand a-example ${csv}`);
      expect([again.exit, again.stderr]).toEqual([1, '0 imported, 2 there already, 2 refused.\n']);
    });

    it('takes JSON arrays and lines of JSON, also from standard input', async () => {
      const list = file(
        'users.json',
        JSON.stringify([{ username: 'json.one' }, { username: 'json.two', type: 'Partner' }]),
      );
      expect(await line.json(`user import --brand a-example ${list}`)).toMatchObject({ imported: 2, refused: 0 });
      const lines = ['{"username":"line.one"}', '', '{"username":"line.two"}'].join('\n');
      const piped = await line.run('user import --brand a-example - --format ndjson --json', { stdin: lines });
      expect([piped.exit, JSON.parse(piped.stdout)]).toEqual([0, expect.objectContaining({ imported: 2 })]);
      expect(await line.json<ShownUser>('user show --brand a-example json.two')).toMatchObject({ type: 'Partner' });
    });

    it('says where a file cannot be read on', async () => {
      const bad = file('bad.ndjson', '{"username":"good.one"}\n{"username":\n');
      const ended = [
        await line.run(`user import --brand a-example ${bad} --json`),
        await line.run(`user import --brand a-example ${file('bad.csv', 'username\n"open')} --json`),
        await line.run(`user import --brand a-example ${file('bad.json', '{"username":"x"}')} --json`),
        await line.run('user import --brand a-example /nowhere/users.csv --json'),
        await line.run(`user import --brand a-example ${file('users.txt', '')} --json`),
      ];
      expect(ended.map((end) => [end.exit, codeOf(end)])).toEqual([
        [1, 'import.unreadable'],
        [1, 'import.unreadable'],
        [1, 'import.unreadable'],
        [4, 'import.not-found'],
        [2, 'usage.wrong'],
      ]);
      expect(ended[0]?.stderr).toContain('Line 2 is no JSON');
    });
  });
});
