import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { AuditSealer } from '../../src/core/audit/audit-sealer';
import { AuditTrail } from '../../src/core/audit/audit-trail';
import type { BrandId } from '../../src/kernel/ids';
import { Database } from '../../src/storage/database';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { GatewayBuild } from '../support/gateway-process';
import { millisecondsUntil } from '../support/milliseconds-until';
import { People } from '../support/people';
import { TestGateway } from '../support/start-gateway';

// Sources are compiled, and a process starts.
jest.setTimeout(60_000);

const NOBODY = { actorUserId: null, address: null, userAgent: null, correlationId: null };
const HOUR_MS = 3_600_000;

interface Event {
  readonly id: string;
  readonly date: string;
  readonly event: string;
  readonly actor: { readonly id: string } | null;
  readonly details: { readonly i?: number };
  readonly sequence: number | null;
  readonly hash: string | null;
}

interface Verified {
  readonly brands: readonly {
    readonly brand: { readonly code: string };
    readonly head: { readonly sequence: number; readonly hash: string };
    readonly checked: number;
    readonly firstBreak: { readonly fault: string; readonly sequence: number; readonly eventUid: string } | null;
    readonly isNoteMet: boolean | null;
  }[];
}

describeEngine('command line: audit', () => {
  let gateway: TestGateway;
  let folder: string;
  let line: CommandLine;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    folder = await mkdtemp(join(tmpdir(), 'bg-audit-'));
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await gateway.close();
  });

  const brand = async () => {
    const domain = `audit-${(count += 1)}.example`;
    return { domain, code: domain.replace('.', '-'), id: await gateway.addBrand(domain) };
  };
  /** Events that tell their number, all of one moment. */
  async function write(brandId: BrandId, numbers: readonly number[]): Promise<void> {
    const { app } = gateway.gateway;
    const events = numbers.map((i) => ({ event: 'user.updated' as const, details: { i } }));
    await app
      .get(Database)
      .transaction((store) => app.get(AuditTrail).record(store, { ...NOBODY, brandId }, ...events));
  }
  const upTo = (size: number) => Array.from({ length: size }, (_, i) => i + 1);
  /** An event that is seen only a moment after it is dated. */
  async function writeLate(brandId: BrandId, i: number): Promise<void> {
    const trail = gateway.gateway.app.get(AuditTrail);
    const row = trail.rowOf({ ...NOBODY, brandId }, { event: 'user.updated', details: { i } });
    await trail.write(gateway.store, [{ ...row, happenedAt: row.happenedAt - 1_500 }]);
  }
  /** A run of the gateway's own may be under way; what it has begun with is not all there is. */
  const seal = async () => {
    for (let round = 0; round < 20; round += 1) await gateway.gateway.app.get(AuditSealer).run();
  };
  const linesOf = (text: string) =>
    text
      .split('\n')
      .filter((row) => row !== '')
      .map((row) => JSON.parse(row) as Event);
  const numbersOf = (events: readonly Event[]) => events.map(({ details }) => details.i);

  describe('tail', () => {
    const tail = async (rest: string) => (await line.json<{ events: Event[] }>(`audit tail --brand ${rest}`)).events;

    it('shows the newest 20, or as many as asked for, the newest last', async () => {
      const { id, domain } = await brand();
      await write(id, upTo(30));
      expect(numbersOf(await tail(domain))).toEqual(upTo(30).slice(10));
      expect(numbersOf(await tail(`${domain} --limit 3`))).toEqual([28, 29, 30]);
      const { stdout } = await line.run(`audit tail --brand ${domain} --limit 1`);
      expect(stdout).toMatch(
        /^WHEN\tEVENT\tBY\tTARGET\tFROM\tDETAILS\n2[^\t]+Z\tuser\.updated\t-\t-\t-\t\{"i":30\}\n$/,
      );
    });

    it('narrows to events, to what a user did, and to a time', async () => {
      const { id, domain } = await brand();
      const person = await new People(gateway, id, domain).one();
      await gateway.client(domain).signIn(person.user.username ?? '', 'wrong password');
      await gateway.flush();
      await write(id, [1]);
      const names = async (rest: string) => (await tail(`${domain} ${rest}`)).map(({ event }) => event);
      expect(await names('--event auth.login_failed,auth.locked --event user.updated')).toEqual([
        'auth.login_failed',
        'user.updated',
      ]);
      const own = await tail(`${domain} --user ${person.user.emailAddress ?? ''}`);
      expect(own.map(({ event, actor }) => [event, actor?.id])).toEqual([['auth.login', person.user.uid]]);
      await gateway.store.update(
        AuditEventEntity,
        { brandId: id, event: 'auth.login_failed' },
        { happenedAt: gateway.clock.now() - 2 * HOUR_MS },
      );
      expect(await names('--since 1h')).not.toContain('auth.login_failed');
      expect(await names('--since 3h')).toContain('auth.login_failed');
      expect(await names('--since 2999-01-01')).toEqual([]);
    });

    it('what is not there is 4, wrong usage is 2', async () => {
      const { domain } = await brand();
      const ended = [
        await line.run('audit tail --brand nowhere'),
        await line.run(`audit tail --brand ${domain} --user nobody`),
        await line.run(`audit tail --brand ${domain} --since yesterday`),
        await line.run(`audit tail --brand ${domain} --limit 0`),
        await line.run('audit tail'),
      ];
      expect(ended.map(({ exit }) => exit)).toEqual([4, 4, 2, 2, 2]);
    });
  });

  describe('tail --follow', () => {
    let build: GatewayBuild;
    beforeAll(async () => {
      build = await GatewayBuild.create();
    });
    afterAll(() => build.remove());

    const children: ChildProcess[] = [];
    const follow = (rest: string): ChildProcess => {
      const child = build.spawnCommand(gateway.database.url, `audit tail --follow ${rest}`.split(' '));
      children.push(child);
      return child;
    };
    afterEach(async () => {
      for (const child of children.splice(0)) {
        const closed = once(child, 'close');
        child.kill('SIGTERM');
        await closed;
      }
    });

    it('goes on with what happens, each event once and in order, whatever it is that came late', async () => {
      const { id, domain } = await brand();
      await write(id, upTo(5));
      const child = follow(`--brand ${domain} --limit 2 --event user.updated --json`);
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const seen = () => numbersOf(linesOf(text.slice(0, text.lastIndexOf('\n') + 1)));
      const until = async (numbers: readonly number[]) => {
        for (let i = 0; i < 10 && seen().length < numbers.length; i += 1) {
          await millisecondsUntil(async () => seen().length >= numbers.length);
        }
        expect(seen()).toEqual(numbers);
      };
      await until([4, 5]);
      // A row that was there before is not news; one that is dated a little earlier than the newest is.
      await write(id, [6, 7]);
      await until([4, 5, 6, 7]);
      await writeLate(id, 8);
      await until([4, 5, 6, 7, 8]);
      await delay(2_500);
      expect(seen()).toEqual([4, 5, 6, 7, 8]);
    });

    it('waits for the first event of a brand that has none', async () => {
      const { id, domain } = await brand();
      const child = follow(`--brand ${domain}`);
      const first = once(child.stdout ?? child, 'data') as Promise<[Buffer]>;
      await delay(500);
      await write(id, [1]);
      expect((await first)[0].toString()).toMatch(/^2[^\t]+Z\tuser\.updated\t-\t-\t-\t\{"i":1\}\n$/);
    });
  });

  describe('export', () => {
    it('SEC-AUD-01: a line of JSON an event, all of them, with the hash; the head goes to standard error', async () => {
      const { id, domain, code } = await brand();
      await write(id, upTo(1_203));
      await seal();
      const { exit, stdout, stderr } = await line.run(`audit export --brand ${domain}`);
      const events = linesOf(stdout);
      expect([exit, numbersOf(events)]).toEqual([0, upTo(1_203)]);
      expect(events.map(({ sequence }) => sequence)).toEqual(upTo(1_203));
      expect(Object.keys(events[0] ?? {})).toEqual([
        ...['id', 'date', 'event', 'actor', 'target', 'address', 'userAgent', 'correlationId', 'details'],
        ...['sequence', 'hash'],
      ]);
      expect(stderr).toBe(
        `1203 events of ${code}.\nThe chain ends at 1203:${events.at(-1)?.hash ?? ''}: note it where the database's owner cannot write.\n`,
      );
    });

    it('--out writes a file for its owner alone, and never over another', async () => {
      const { id, domain } = await brand();
      await write(id, upTo(3));
      const file = join(folder, 'trail.jsonl');
      const outcome = await line.json(`audit export --brand ${domain} --out ${file}`);
      expect(outcome).toMatchObject({ events: 3, file });
      expect(numbersOf(linesOf(await readFile(file, 'utf8')))).toEqual([1, 2, 3]);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      await write(id, [4]);
      const again = await line.run(`audit export --brand ${domain} --out ${file}`);
      expect([again.exit, again.stderr]).toEqual([1, expect.stringMatching(/^error: .+EEXIST.+\n {2}.+\n$/)]);
      expect((await line.run(`audit export --brand ${domain} --out ${join(folder, 'no', 'x')}`)).exit).toBe(1);
      expect(linesOf(await readFile(file, 'utf8'))).toHaveLength(3);
    });

    it('--since is included, --until is not', async () => {
      const { id, domain } = await brand();
      const at = Date.parse('2026-01-02T00:00:00Z');
      for (const i of upTo(3)) {
        await write(id, [i]);
        const [row] = await gateway.store.find(AuditEventEntity, { where: { brandId: id }, order: { id: 'DESC' } });
        await gateway.store.update(AuditEventEntity, { uid: row?.uid ?? '' }, { happenedAt: at + (i - 2) * 1_000 });
      }
      const between = async (rest: string) => {
        const { exit, stdout } = await line.run(`audit export --brand ${domain} ${rest}`);
        return [exit, ...numbersOf(linesOf(stdout))];
      };
      expect(await between('--since 2026-01-02')).toEqual([0, 2, 3]);
      expect(await between('--until 2026-01-02T01:00:00+01:00')).toEqual([0, 1]);
      expect(await between('--since 2026-01-02T00:00:00Z --until 2026-01-02T00:00:01Z')).toEqual([0, 2]);
      expect(await between('--until tomorrow')).toEqual([2]);
    });
  });

  describe('verify', () => {
    const verify = async (rest: string) => {
      const { exit, stdout, stderr } = await line.run(`audit verify ${rest} --json`);
      return { exit, stderr, brands: (JSON.parse(stdout) as Verified).brands };
    };

    it('SEC-AUD-01: a sound trail is exit 0; the first break is told with its place and is exit 1', async () => {
      const { id, domain, code } = await brand();
      await write(id, upTo(5));
      await seal();
      const sound = await verify(`--brand ${domain}`);
      expect([sound.exit, sound.brands]).toEqual([
        0,
        [expect.objectContaining({ brand: { id: expect.any(String), code }, checked: 5, firstBreak: null })],
      ]);
      const [changed] = await gateway.store.findBy(AuditEventEntity, { brandId: id, sequence: 3 });
      await gateway.store.update(AuditEventEntity, { uid: changed?.uid ?? '' }, { details: { i: 99 } });
      const broken = await verify(`--brand ${domain}`);
      const firstBreak = { fault: 'row-changed', sequence: 3, eventUid: changed?.uid };
      expect([broken.exit, broken.brands[0]]).toEqual([1, expect.objectContaining({ firstBreak })]);
      const told = await line.run(`audit verify --brand ${domain}`);
      const place = `row-changed at 3 (event ${changed?.uid ?? ''})`;
      expect([told.exit, told.stdout]).toEqual([1, expect.stringContaining(`${code}\t2\t${place}\t5:`)]);
      expect(told.stderr).toContain(`${code}: ${place}`);
    });

    it('without --brand every brand is checked, and one that is broken is enough', async () => {
      const [one, two] = [await brand(), await brand()];
      for (const { id } of [one, two]) await write(id, upTo(2));
      await seal();
      await gateway.store.delete(AuditEventEntity, { brandId: one.id, sequence: 1 });
      const { exit, brands } = await verify('');
      const faultOf = (wanted: string) =>
        brands.find(({ brand: { code } }) => code === wanted)?.firstBreak?.fault ?? null;
      expect([exit, faultOf(one.code), faultOf(two.code)]).toEqual([1, 'row-missing', null]);
    });

    it('--note: a head that was noted must still be on the chain', async () => {
      const { id, domain } = await brand();
      await write(id, upTo(2));
      await seal();
      const { stderr } = await line.run(`audit export --brand ${domain}`);
      const [, note = ''] = /ends at (\d+:[0-9a-f]{64})/.exec(stderr) ?? [];
      await write(id, [3]);
      await seal();
      const met = await verify(`--brand ${domain} --note ${note}`);
      expect([met.exit, met.brands[0]?.isNoteMet]).toEqual([0, true]);
      const other = await verify(`--brand ${domain} --note 2:${'0'.repeat(64)}`);
      expect([other.exit, other.brands[0]?.firstBreak?.fault]).toEqual([1, 'note-differs']);
      const wrong = [
        await line.run(`audit verify --note ${note}`),
        await line.run(`audit verify --brand ${domain} --note 2`),
        await line.run('audit verify --brand nowhere'),
      ];
      expect(wrong.map(({ exit }) => exit)).toEqual([2, 2, 4]);
    });
  });
});
