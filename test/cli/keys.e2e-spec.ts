import { AppRegistration } from '../../src/core/apps/app-registration';
import { AppEntity } from '../../src/core/apps/app.entity';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { ServiceHeaders, headerPlace } from '../../src/core/services/service-headers';
import type { ServiceConfig } from '../../src/core/services/service-config';
import { ServiceEntity } from '../../src/core/services/service.entity';
import { ServiceRepository } from '../../src/core/services/service.repository';
import { type BrandId, uuidv7 } from '../../src/kernel/ids';
import { generateRingEntry, KeyRing } from '../../src/kernel/secrets/key-ring';
import { sealedBy, unseal } from '../../src/kernel/secrets/sealed-text';
import { Database } from '../../src/storage/database';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { GatewayBuild } from '../support/gateway-process';
import { ADMIN, TEST_MASTER_KEY, TestGateway } from '../support/start-gateway';

// Whole processes, and one that is killed.
jest.setTimeout(60_000);

const OLD = KeyRing.parse(TEST_MASTER_KEY).currentId;
const entry = generateRingEntry();
const NEW = KeyRing.parse(entry).currentId;
const RING = { BRANDGATE_MASTER_KEY: `${entry},${TEST_MASTER_KEY}` };
const PASSWORD = 'tidal lantern quarry';

interface Entry {
  readonly id: string;
  readonly state: string;
  readonly sealedTexts: number;
  readonly passwords: number;
  readonly sessions: number;
  readonly mayRetire: boolean;
}

describeEngine('command line: key ring', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;

  beforeEach(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    await gateway.addUser(brandId, { username: 'ann.a', password: PASSWORD });
    line = CommandLine.on(gateway.database.url, RING);
  });
  afterEach(() => gateway.close());

  const entries = async () => (await line.json<{ entries: Entry[] }>('keys status')).entries;

  /** Apps whose keys can be shown again, sealed by the gateway's own ring. */
  const addApps = (count: number) =>
    gateway.gateway.app.get(Database).transaction(async (store) => {
      for (let i = 0; i < count; i += 1) {
        const draft = { name: `app-${i}`, description: null, isActive: true, type: 0, path: null, url: null };
        const given = { isSystem: true, createdBy: null, at: gateway.clock.now() };
        const apps = gateway.gateway.app.get(AppRegistration);
        await apps.create(store, brandId, { ...draft, defaultRoleId: null }, given);
      }
    });

  /** @returns its public id */
  const addService = async (given: { name: string; value: string }[]): Promise<string> => {
    const { app } = gateway.gateway;
    const [at, uid] = [gateway.clock.now(), uuidv7(gateway.clock.now())];
    const headers = app.get(ServiceHeaders).seal({ brandId, uid }, given, []);
    const config = { baseUrl: 'https://up.example', timeoutSeconds: 30, headers, honoursFilters: false };
    await app.get(Database).transaction(async (store) => {
      const about = {
        name: 'up',
        label: 'Up',
        description: null,
        type: 'rws' as const,
        isActive: true,
        isSystem: false,
      };
      const times = { createdBy: null, modifiedBy: null, epoch: 0, createdAt: at, modifiedAt: at };
      await app.get(ServiceRepository).insert(store, { uid, brandId, ...about, config, ...times });
    });
    return uid;
  };

  const sealedTexts = async () => {
    const apps = await gateway.store.find(AppEntity, { order: { id: 'ASC' } });
    return apps.map(({ brandId: owner, uid, keySealed }) => ({ brandId: owner, uid, sealed: keySealed ?? '' }));
  };

  it('SEC-KEY-01: keys new prints an entry that a ring takes, with its id', async () => {
    const made = await line.json<{ id: string; entry: string }>('keys new');
    expect(KeyRing.parse(made.entry).ids).toEqual([made.id]);
    const { stdout, stderr } = await line.run('keys new --quiet');
    expect([KeyRing.parse(stdout.trim()).ids.length, stderr]).toEqual([1, '']);
    expect(stdout.trim()).not.toBe(made.entry);
  });

  it('SEC-KEY-03: keys status tells what needs each entry, and when it may go', async () => {
    const client = gateway.client('a.example');
    const { data } = await client.signIn('ann.a', PASSWORD);
    await client.refresh(data.refreshAuthKey);
    // The platform and the brand have an app each; admin and ann have passwords; ann's keys were derived once.
    expect(await entries()).toEqual([
      { id: NEW, state: 'writing', sealedTexts: 0, passwords: 0, sessions: 0, mayRetire: false },
      { id: OLD, state: 'reading', sealedTexts: 2, passwords: 2, sessions: 1, mayRetire: false },
    ]);
    const rotated = await line.json<{ resealed: number; current: number; unreadable: number }>('keys rotate');
    expect(rotated).toMatchObject({ resealed: 2, current: 0, unreadable: 0 });
    expect((await entries())[1]).toMatchObject({ sealedTexts: 0, passwords: 2, sessions: 1, mayRetire: false });
    // Under the new ring passwords move with a sign-in, sessions with a refresh.
    const restarted = await TestGateway.start({ database: gateway.database, env: RING });
    const { data: again } = await restarted.client('a.example').signIn('ann.a', PASSWORD);
    await restarted.client('localhost').signIn(ADMIN.username, ADMIN.password);
    await restarted.client('a.example').with({ 'Auth-Key': again.authKey }).post('users/auth/logout');
    expect((await entries())[1]).toMatchObject({ passwords: 0, sessions: 1, mayRetire: false });
    await line.run('key revoke --brand a.example --user ann.a --all --yes');
    expect((await entries())[1]).toMatchObject({ passwords: 0, sessions: 0, mayRetire: true });
    const newOnly = { env: { BRANDGATE_MASTER_KEY: entry } };
    expect(await line.json('keys status', newOnly)).toEqual({ entries: [expect.objectContaining({ id: NEW })] });
    await restarted.close();
  });

  it('SEC-KEY-03, SEC-KEY-02: what was sealed anew opens with the new entry alone, and the trail tells of it', async () => {
    await addApps(25);
    const before = await sealedTexts();
    expect(await line.json('keys rotate --batch 10')).toMatchObject({ resealed: 27, current: 0 });
    expect(await line.json('keys rotate')).toMatchObject({ resealed: 0, current: 27 });
    const [oldRing, newRing] = [KeyRing.parse(TEST_MASTER_KEY), KeyRing.parse(entry)];
    const after = await sealedTexts();
    for (const [index, { brandId: owner, uid, sealed }] of after.entries()) {
      const place = { table: 'apps', column: 'key_sealed', brandId: owner, uid };
      const text = unseal(newRing, sealed, place);
      expect(text).toMatch(/^[0-9a-f]{64}$/);
      expect(text).toBe(unseal(oldRing, before[index]?.sealed ?? '', place));
    }
    const events = await gateway.store.findBy(AuditEventEntity, { event: 'gateway.keys_rotated' });
    expect(events.map(({ brandId: owner, userAgent }) => [owner, userAgent])).toEqual(
      Array(3).fill([await gateway.platformId(), 'brandgate command line']),
    );
    expect(events.map(({ details }) => (details as { count: number }).count)).toEqual([10, 10, 7]);
  });

  it('SEC-KEY-03, DF-SVC-01: headers of services are sealed anew in their places', async () => {
    const headers = ['X-One', 'X-Two'].map((name) => ({ name, value: `value of ${name}` }));
    const service = await addService(headers);
    expect(await line.json('keys rotate')).toMatchObject({ resealed: 4, current: 0 });
    const { config } = await gateway.store.findOneByOrFail(ServiceEntity, { brandId, uid: service });
    expect(config).toMatchObject({ baseUrl: 'https://up.example', timeoutSeconds: 30 });
    for (const { name, sealed } of (config as ServiceConfig).headers) {
      const place = headerPlace({ brandId, uid: service }, name);
      expect(unseal(KeyRing.parse(entry), sealed, place)).toBe(`value of ${name}`);
    }
    expect((config as ServiceConfig).headers).toHaveLength(2);
  });

  it('SEC-KEY-03: an entry that rows need and the ring lacks is told, and ends with exit code 1', async () => {
    const other = { env: { BRANDGATE_MASTER_KEY: entry } };
    const status = await line.run('keys status --json', other);
    expect([status.exit, JSON.parse(status.stdout)]).toEqual([
      1,
      { entries: [expect.objectContaining({ id: NEW }), expect.objectContaining({ id: OLD, state: 'missing' })] },
    ]);
    expect(status.stderr).toContain(`Rows name ${OLD}, which the ring does not have`);
    const rotate = await line.run('keys rotate --json', other);
    expect([rotate.exit, JSON.parse(rotate.stdout)]).toEqual([
      1,
      expect.objectContaining({ resealed: 0, unreadable: 2 }),
    ]);
  });

  it('SEC-KEY-03: --wait ends when the last password has moved', async () => {
    const restarted = await TestGateway.start({ database: gateway.database, env: RING });
    const waiting = line.run('keys rotate --wait --every 1');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await restarted.client('a.example').signIn('ann.a', PASSWORD);
    await restarted.client('localhost').signIn(ADMIN.username, ADMIN.password);
    const { exit, stdout, stderr } = await waiting;
    await restarted.close();
    expect(exit).toBe(0);
    expect(stderr).toContain(`waiting for ${OLD}: 0 sealed, 2 passwords, 0 sessions`);
    expect(stderr).toContain('those may be taken out of the ring');
    expect(stdout).toContain(`${OLD}\treading\t0\t0\t0\tyes\n`);
  });

  it('SEC-KEY-03: a rotation that was killed goes on where it stood', async () => {
    await addApps(300);
    const build = await GatewayBuild.create();
    const child = build.spawnCommand(gateway.database.url, ['keys', 'rotate', '--batch', '5', '--pause', '50'], RING);
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const byEntry = async (id: string) => (await sealedTexts()).filter(({ sealed }) => sealedBy(sealed) === id).length;
    const done = await byEntry(NEW);
    expect(done).toBeGreaterThanOrEqual(5);
    expect([done + (await byEntry(OLD)), done < 302]).toEqual([302, true]);
    const rest = await build.command(gateway.database.url, ['keys', 'rotate', '--json'], RING);
    await build.remove();
    expect([rest.exit, JSON.parse(rest.stdout)]).toEqual([
      0,
      expect.objectContaining({ resealed: 302 - done, current: done }),
    ]);
    expect([await byEntry(NEW), await byEntry(OLD)]).toEqual([302, 0]);
  });
});
