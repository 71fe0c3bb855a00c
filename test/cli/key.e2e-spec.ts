import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { BrandId } from '../../src/kernel/ids';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import type { JfwClient } from '../support/jfw-client';
import { millisecondsUntil } from '../support/milliseconds-until';
import { People } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const BOUND_MS = 1_000;

interface Listed {
  readonly user: { readonly id: string; readonly username: string };
  readonly sessions: readonly { readonly id: string; readonly deviceCode: string | null }[];
}

describeEngine('command line: sessions', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let line: CommandLine;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    await gateway.addBrand('b.example');
    people = new People(gateway, brandId, 'a.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  /** Milliseconds until the running gateway refuses the key. */
  const deathOf = (client: JfwClient): Promise<number> =>
    millisecondsUntil(async () => (await client.get('users/me')).status === 401);

  it("JFW-SES-03: key list shows a user's sessions by any of their names, and never a key", async () => {
    const person = await people.one({ 'X-Device-Code': 'D-1' });
    const { answer } = await person.signIn();
    const { user, data } = person;
    for (const name of [user.username, user.emailAddress, user.phoneNumber, user.uid]) {
      const listed = await line.json<Listed>(`key list --brand a.example --user ${name}`);
      expect(listed.user).toEqual({ id: user.uid, username: user.username });
      expect(listed.sessions.map(({ deviceCode }) => deviceCode)).toEqual([null, 'D-1']);
    }
    const { stdout } = await line.run(`key list --brand a-example --user ${user.uid}`);
    expect(stdout).toMatch(/^SESSION\tSIGNED IN\tLAST USED\tKEY EXPIRES\tADDRESS\tDEVICE\n/);
    for (const key of [data.authKey, data.refreshAuthKey, answer.data.authKey]) expect(stdout).not.toContain(key);
  });

  it('SEC-REV-09: a session that key revoke ends is refused by a running gateway within a second', async () => {
    const person = await people.one();
    const { client: other } = await person.signIn();
    expect([(await person.client.get('users/me')).status, (await other.get('users/me')).status]).toEqual([200, 200]);
    const { sessions } = await line.json<Listed>(`key list --brand a.example --user ${person.user.uid}`);
    const oldest = sessions.at(-1)?.id ?? '';
    expect(await line.json(`key revoke --brand a.example ${oldest}`)).toEqual({ revoked: 1 });
    expect(await deathOf(person.client)).toBeLessThanOrEqual(BOUND_MS);
    expect((await other.get('users/me')).status).toBe(200);
    const [event] = await gateway.store.findBy(AuditEventEntity, {
      brandId,
      targetId: oldest,
      event: 'authkey.revoked',
    });
    expect(event).toMatchObject({ actorUserId: null, address: null, userAgent: 'brandgate command line' });
  });

  it('--user with --all ends every session, after a question', async () => {
    const person = await people.one();
    await person.signIn();
    const command = `key revoke --brand a.example --user ${person.user.username} --all`;
    const unasked = await line.run(command);
    expect([unasked.exit, unasked.stdout]).toEqual([2, '']);
    expect((await person.client.get('users/me')).status).toBe(200);
    const asked = await line.run(command, { isTerminal: true, stdin: 'y\n' });
    expect([asked.exit, asked.stdout]).toEqual([0, '2 sessions ended\n']);
    expect(await deathOf(person.client)).toBeLessThanOrEqual(BOUND_MS);
    expect(await line.json(`${command} --yes`)).toEqual({ revoked: 0 });
  });

  it('what is not there is exit code 4, and another brand is as good as none (SEC-TEN-03)', async () => {
    const person = await people.one();
    const { sessions } = await line.json<Listed>(`key list --brand a.example --user ${person.user.uid}`);
    const own = sessions[0]?.id ?? '';
    const ended = [
      await line.run('key list --brand nowhere --user x'),
      await line.run('key list --brand a.example --user nobody.there'),
      await line.run(`key list --brand b.example --user ${person.user.uid}`),
      await line.run(`key revoke --brand b.example ${own}`),
      await line.run('key revoke --brand a.example no-id'),
    ];
    expect(ended.map(({ exit }) => exit)).toEqual([4, 4, 4, 4, 4]);
    expect((await person.client.get('users/me')).status).toBe(200);
    const wrong = [
      await line.run('key revoke --brand a.example'),
      await line.run('key revoke --brand a.example --user x'),
      await line.run('key revoke --brand a.example --all'),
      await line.run(`key revoke --brand a.example --user x --all ${own}`),
      await line.run(`key revoke --brand a.example --user x ${own}`),
      await line.run(`key revoke ${own}`),
    ];
    expect(wrong.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2, 2]);
  });
});
