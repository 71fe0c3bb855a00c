import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AuthKeyEntity } from '../../src/core/auth-keys/auth-key.entity';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { keyDigest } from '../../src/kernel/secrets/key-text';
import { Database } from '../../src/storage/database';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine, perEngine } from '../support/describe-engine';
import { GatewayBuild, type GatewayProcess } from '../support/gateway-process';
import { JfwClient } from '../support/jfw-client';
import { People, PLENTY } from '../support/people';
import { ADMIN, TestGateway } from '../support/start-gateway';

// Backups under load, by gateways in processes of their own.
jest.setTimeout(60_000);

const isSqlite = perEngine({ sqlite: true, mariadb: false });
const codeOf = ({ stderr }: Ended) => (JSON.parse(stderr) as { error: { code: string } }).error.code;

describeEngine('command line: backup and restore', () => {
  let folder: string;
  let build: GatewayBuild;
  let gateway: TestGateway;
  let line: CommandLine;

  beforeAll(async () => {
    build = await GatewayBuild.create();
  });
  afterAll(() => build.remove());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bg-backup-'));
    gateway = await TestGateway.start();
    line = CommandLine.on(gateway.database.url);
    // Gateways of these tests stop at once.
    await line.json('config set drainSeconds 0');
  });
  afterEach(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  /** As a backup and a restore do it; on a server, where its own programs do that, with statements. */
  const backUp = async (): Promise<() => Promise<TestGateway>> => {
    if (isSqlite) {
      const file = join(folder, 'backup.sqlite');
      await line.json(`backup ${file}`);
      return async () => {
        const url = `sqlite:${join(folder, 'new', 'db.sqlite')}`;
        await CommandLine.on(url).json(`restore ${file} --keep-sessions`);
        return TestGateway.start({ database: { ...gateway.database, url, drop: () => Promise.resolve() } });
      };
    }
    const rows: { name: string }[] = await gateway.store.query(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> 'migrations'",
    );
    const names = rows.map(({ name }) => name);
    for (const name of names) await gateway.store.query(`CREATE TABLE kept_${name} AS SELECT * FROM ${name}`);
    return async () => {
      await gateway.gateway.app.get(Database).transaction(async (store) => {
        await store.query('SET FOREIGN_KEY_CHECKS = 0');
        for (const name of names) {
          await store.query(`DELETE FROM ${name}`);
          await store.query(`INSERT INTO ${name} SELECT * FROM kept_${name}`);
        }
        await store.query('SET FOREIGN_KEY_CHECKS = 1');
      });
      for (const name of names) await gateway.store.query(`DROP TABLE kept_${name}`);
      return TestGateway.start({ database: gateway.database });
    };
  };

  it('REL-15: a key revoked after the backup is dead after doctor --after-restore, and passwords work', async () => {
    const brandId = await gateway.addBrand('a.example');
    const people = new People(gateway, brandId, 'a.example');
    const person = await people.one({ 'X-Device-Code': 'D-1', 'X-Device-Token': 'fcm-token-of-d-1' });
    const restore = await backUp();
    await line.json(`key revoke --brand a.example --user ${person.user.uid} --all --yes`);
    expect((await person.client.get('users/me')).status).toBe(401);

    const restored = await restore();
    const client = restored.client('a.example').with({ 'Auth-Key': person.data.authKey });
    // That is the danger: the restored database knows nothing of the revocation.
    expect((await client.get('users/me')).status).toBe(200);
    const restoredLine = CommandLine.on(restored.database.url);
    const unasked = await restoredLine.run('doctor --after-restore --json');
    expect([unasked.exit, codeOf(unasked)]).toEqual([2, 'confirmation.required']);
    const outcome = await restoredLine.json('doctor --after-restore --yes');
    expect(outcome).toEqual({ brands: 2, sessionsEnded: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await client.get('users/me')).status).toBe(401);
    expect((await restored.client('a.example').refresh(person.data.refreshAuthKey)).status).toBe(401);
    const [session] = await restored.store.findBy(SessionEntity, { brandId });
    const [link] = await restored.store.findBy(UserDeviceEntity, { brandId });
    const [event] = await restored.store.findBy(AuditEventEntity, { brandId, event: 'gateway.restored' });
    const again = await restored.client('a.example').signIn(person.user.username ?? '', 'tidal lantern quarry');
    await restored.close();
    expect(session).toMatchObject({ revokeReason: 'restored', epoch: expect.any(Number) });
    expect(link).toMatchObject({ pushToken: null, loggedOutAt: expect.any(Number) });
    expect(event).toMatchObject({ details: { sessionsEnded: 1 }, userAgent: 'brandgate command line' });
    expect(again.status).toBe(200);
  });

  it('REL-15, REL-01: a backup under write load holds every change that was answered before it began', async () => {
    const brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.addUser(brandId, { username: 'busy.bee', password: 'tidal lantern quarry' });
    const running: GatewayProcess = await build.start(gateway.database.url);
    const load = new Load(running.origin);
    await load.reach(50);
    const before = load.answered.length;
    const file = join(folder, 'backup.sqlite');
    const ended = await line.run(`backup ${file} --json`);
    await load.reach(load.answered.length + 20);
    await load.stop();
    await running.close();
    const url = `sqlite:${join(folder, 'new', 'db.sqlite')}`;
    if (!isSqlite) {
      expectPrinted(ended, file);
      return;
    }
    const manifest = JSON.parse(ended.stdout) as { sha256: string; migrations: string[] };
    expect(JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'))).toMatchObject({ sha256: manifest.sha256 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}-wal`)).toBe(false);
    const restored = await CommandLine.on(url).json<{ sessionsEnded: number; verified: boolean }>(`restore ${file}`);
    expect(restored.verified).toBe(true);
    expect(restored.sessionsEnded).toBe(1);
    const own = { ...gateway.database, url, drop: () => Promise.resolve() };
    const reborn = await TestGateway.start({ database: own });
    const kept = new Set((await reborn.store.find(AuthKeyEntity)).map(({ hash }) => hash.toString('hex')));
    expect(load.answered.slice(0, before).filter((key) => !kept.has(key))).toEqual([]);
    const admin = await reborn.client('localhost').signIn(ADMIN.username, ADMIN.password);
    const doctor = await CommandLine.on(url).json<{ errors: number }>('doctor --isolation');
    await reborn.close();
    expect([admin.status, doctor.errors]).toEqual([200, 0]);
  });

  it('a backup never overwrites, a restore asks before it replaces, and refuses while a gateway runs', async () => {
    const file = join(folder, 'backup.sqlite');
    const first = await line.run(`backup ${file} --json`);
    if (!isSqlite) {
      expectPrinted(await line.run(`restore ${file} --json`), file);
      return;
    }
    expect(first.exit).toBe(0);
    expect(codeOf(await line.run(`backup ${file} --json`))).toBe('backup.exists');
    expect(codeOf(await line.run(`backup ${join(folder, 'no', 'x')} --json`))).toBe('backup.no-folder');
    expect(codeOf(await line.run(`restore ${file} --json`))).toBe('confirmation.required');
    const running = await build.start(gateway.database.url);
    const refused = await line.run(`restore ${file} --yes --json`);
    expect([refused.exit, codeOf(refused)]).toEqual([1, 'database.in-use']);
    expect(
      (await new JfwClient(running.origin, { 'Brand-URL': 'localhost' }).signIn(ADMIN.username, ADMIN.password)).status,
    ).toBe(200);
    await running.close();
    const target = join(folder, 'new', 'db.sqlite');
    const other = CommandLine.on(`sqlite:${target}`);
    await other.json(`restore ${file}`);
    const again = await other.json<{ replaced: string }>(`restore ${file} --yes`);
    expect([existsSync(again.replaced), dirname(again.replaced), existsSync(`${target}.restoring`)]).toEqual([
      true,
      dirname(target),
      false,
    ]);
  });

  it('a restore refuses what is cut off, foreign, or needs another key ring, and changes nothing', async () => {
    const file = join(folder, 'backup.sqlite');
    await line.run(`backup ${file}`);
    const target = join(folder, 'new', 'db.sqlite');
    const other = CommandLine.on(isSqlite ? `sqlite:${target}` : gateway.database.url);
    if (!isSqlite) {
      expectPrinted(await other.run(`restore ${file} --json`), file);
      return;
    }
    const cut = join(folder, 'cut.sqlite');
    writeFileSync(cut, readFileSync(file).subarray(0, 100_000));
    const noise = join(folder, 'noise.sqlite');
    writeFileSync(noise, 'this is no database at all, but a text of some length'.repeat(50));
    const altered = join(folder, 'altered.sqlite');
    copyFileSync(cut, altered);
    copyFileSync(`${file}.manifest.json`, `${altered}.manifest.json`);
    const empty = join(folder, 'empty.sqlite');
    writeFileSync(empty, '');
    const refusals = [
      await other.run(`restore ${cut} --json`),
      await other.run(`restore ${noise} --json`),
      await other.run(`restore ${altered} --json`),
      await other.run(`restore ${empty} --json`),
      await other.run(`restore ${file} --json`, {
        env: { BRANDGATE_MASTER_KEY: 'GNK3sZl/YqHTHgtfIAdUPzynd1eHjAcZFDVhedCHwk4=' },
      }),
      await other.run(`restore ${file} --json`, { env: { BRANDGATE_MASTER_KEY: '' } }),
    ];
    expect(refusals.map(codeOf)).toEqual([
      'backup.damaged',
      'backup.damaged',
      'backup.altered',
      'backup.foreign',
      'key-ring.wrong',
      'key-ring.missing',
    ]);
    expect((await other.run(`restore ${join(folder, 'none')}`)).exit).toBe(4);
    expect([existsSync(target), existsSync(`${target}.restoring`)]).toEqual([false, false]);
    mkdirSync(dirname(target), { recursive: true });
    expect((await other.run(`restore ${file}`)).exit).toBe(0);
  });

  it('an older backup says what has to follow', async () => {
    const file = join(folder, 'backup.sqlite');
    await line.run(`backup ${file}`);
    const target = isSqlite ? `sqlite:${join(folder, 'new', 'db.sqlite')}` : gateway.database.url;
    if (!isSqlite) {
      expectPrinted(await line.run(`restore ${file} --json`), file);
      return;
    }
    const old = CommandLine.on(`sqlite:${file}`);
    await old.run('migrate down --yes');
    const { stderr, exit } = await CommandLine.on(target).run(`restore ${file}`);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('is not what its manifest says')]);
    rmSync(`${file}.manifest.json`);
    const foreign = await CommandLine.on(target).run(`restore ${file} --json`);
    expect(codeOf(foreign)).toBe('backup.foreign');
  });
});

/** On a server its own programs do it: their lines are printed, nothing is done, and that is no success. */
function expectPrinted({ exit, stdout }: Ended, file: string): void {
  const { commands } = JSON.parse(stdout) as { commands: string[] };
  expect(exit).toBe(1);
  expect(commands.some((command) => /^mariadb(-dump)? --socket=\S+ --user=u_\w+ --password /.test(command))).toBe(true);
  expect(commands.join('\n')).toContain(file);
  expect(existsSync(file)).toBe(false);
}

/** Somebody who refreshes without a rest, and notes every key that was answered. */
class Load {
  readonly answered: string[] = [];
  private isStopped = false;
  private failure: unknown = null;
  private readonly work: Promise<void>;

  constructor(origin: string) {
    const client = new JfwClient(origin, { 'Brand-URL': 'a.example' });
    this.work = this.run(client).catch((error: unknown) => {
      this.failure = error;
    });
  }

  async reach(count: number): Promise<void> {
    while (this.answered.length < count) {
      if (this.failure !== null) throw new Error('the load failed', { cause: this.failure });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.work;
  }

  private async run(client: JfwClient): Promise<void> {
    let { data } = await client.signIn('busy.bee', 'tidal lantern quarry');
    while (!this.isStopped) {
      const answer = await client.refresh(data.refreshAuthKey);
      if (answer.status !== 200) throw new Error(`a refresh under load was answered ${answer.status}: ${answer.text}`);
      ({ data } = answer);
      this.answered.push(keyDigest(data.authKey).toString('hex'));
    }
  }
}
