import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSION } from '../../src/config/version';
import { CommandLine, type Ended } from '../support/command-line';
import { describeEngine, perEngine } from '../support/describe-engine';
import { GatewayBuild } from '../support/gateway-process';
import { TestGateway } from '../support/start-gateway';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

// A schema made and taken back several times; and whole processes.
jest.setTimeout(60_000);

const FIRST = 'InitialSchema1790000000000';

describeEngine('command line: its shell', () => {
  let own: TestDatabase;
  let line: CommandLine;

  beforeEach(async () => {
    own = await createTestDatabase();
    line = CommandLine.on(own.url);
  });
  afterEach(() => own.drop());

  const failureOf = ({ stderr }: Ended) =>
    (JSON.parse(stderr) as { error: { code: string; message: string; advice: string | null } }).error;

  it('exit codes: 0 done, 1 failed, 2 wrong usage, 3 not reachable, and one line that says what to do', async () => {
    const ended = [
      await line.run('--version'),
      await line.run('migrate up'),
      await line.run('nonsense'),
      await line.run('migrate sideways'),
      await line.run('migrate status --unknown'),
      await line.run('migrate status extra'),
      await line.run('migrate down'),
      await line.run('isready --url http://127.0.0.1:9'),
      await line.run('migrate status', { env: { PORT: 'abc' } }),
    ];
    expect(ended.map(({ exit }) => exit)).toEqual([0, 0, 2, 2, 2, 2, 2, 3, 1]);
    const [version, , ...failed] = ended;
    expect(version?.stdout).toBe(`${VERSION}\n`);
    for (const { stdout, stderr } of failed) {
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^error: .+\n( .+\n)+$/);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it('--help of every command has an example, and the example uses options that there are', async () => {
    const { stdout } = await line.run('--help');
    const words = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, word]) => word).filter((word) => word !== 'help');
    const groups = ['serve', 'isready', 'migrate', 'config', 'brand', 'domain', 'user', 'key', 'keys', 'doctor'];
    expect(words).toEqual(expect.arrayContaining([...groups, 'backup', 'restore']));
    for (const word of words) {
      const group = await line.run(`${word} --help`);
      expect(group.exit).toBe(0);
      const below = [...group.stdout.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name]) => name);
      const texts =
        below.length === 0 ? [group] : await Promise.all(below.map((name) => line.run(`${word} ${name} --help`)));
      for (const { stdout: help } of texts) {
        const [options = '', examples = ''] = help.split('\nExamples:\n');
        expect(examples).toMatch(/^ {2}\$ .*brandgate/);
        const own = examples.split('\n').map((example) => example.slice(example.indexOf('brandgate')).split(/[|&]/)[0]);
        for (const [option] of own.join('\n').matchAll(/ --[a-z-]+/g)) expect(options).toContain(option.trim());
      }
    }
  });

  it('docs/guides/command-line.md names every command', async () => {
    const guide = readFileSync(join(__dirname, '../../docs/guides/command-line.md'), 'utf8');
    const { stdout } = await line.run('--help');
    const words = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, word]) => word).filter((word) => word !== 'help');
    const commands: string[] = [];
    for (const word of words) {
      const help = (await line.run(`${word} --help`)).stdout;
      const below = [...help.matchAll(/^ {2}([a-z][a-z-]*) (?:\[options\]|<)/gm)].map(([, name]) => `${word} ${name}`);
      commands.push(...(below.length === 0 ? [`${word}`] : below));
    }
    expect(commands.length).toBeGreaterThan(40);
    expect(commands.filter((command) => !guide.includes(`brandgate ${command}`))).toEqual([]);
  });

  it('errors are JSON with --json, wherever it stands, and have a stack with DEBUG alone', async () => {
    const behind = await line.run('migrate status --json', { env: { BRANDGATE_HOST: 'x', PORT: '-1' } });
    const before = await line.run('--json migrate sideways');
    expect(failureOf(behind)).toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining('PORT must be'),
    });
    expect(failureOf(before)).toMatchObject({ code: 'command.unknown', advice: expect.stringContaining('up, down') });
    const debug = await line.run('migrate sideways', { env: { DEBUG: '1' } });
    expect(debug.stderr).toMatch(/^\s+at /m);
  });

  it('migrations are never applied by the way: what is pending is told with the command that applies it', async () => {
    const missing = perEngine({ sqlite: 'database.missing', mariadb: 'none' });
    if (missing !== 'none') {
      expect(failureOf(await line.run('migrate status --json'))).toMatchObject({ code: missing });
      expect(readdirSync(join(own.name, '..'))).toEqual([]);
    }
    await line.json('migrate up');
    expect(await line.json('migrate down --yes')).toEqual({ reverted: FIRST });
    const status = await line.run('migrate status --json');
    expect([status.exit, JSON.parse(status.stdout)]).toEqual([1, { applied: [], pending: [FIRST], unknown: [] }]);
    expect(await line.json('migrate up')).toEqual({ applied: [FIRST] });
    expect(await line.json('migrate up')).toEqual({ applied: [] });
    expect(await line.json('migrate status')).toEqual({ applied: [FIRST], pending: [], unknown: [] });
  });

  it('what destroys asks first: a person by a question, a script by --yes', async () => {
    await line.run('migrate up');
    const unasked = await line.run('migrate down --json');
    expect([unasked.exit, failureOf(unasked).code]).toEqual([2, 'confirmation.required']);
    const no = await line.run('migrate down', { isTerminal: true, stdin: 'n\n' });
    expect([no.exit, no.stderr]).toEqual([
      1,
      expect.stringMatching(/Go on\? \[y\/N\] error: Nothing was changed\.\n$/),
    ]);
    const cancelled = await line.run('migrate down', { isTerminal: true, stdin: '\u0003' });
    expect(cancelled.exit).toBe(1);
    expect((await line.json<{ applied: string[] }>('migrate status')).applied).toEqual([FIRST]);
    const yes = await line.run('migrate down', { isTerminal: true, stdin: 'yes\n' });
    expect([yes.exit, yes.stdout]).toEqual([0, `took back ${FIRST}\n`]);
  });

  it('tables have tabs in a pipe, colours on a terminal alone, and none with NO_COLOR', async () => {
    await line.run('migrate up');
    const piped = await line.run('migrate status');
    expect(piped.stdout).toBe(`MIGRATION\tSTATE\n${FIRST}\tapplied\n`);
    const shown = await line.run('migrate status', { isTerminal: true });
    expect(shown.stdout).toContain('\u001b[1mMIGRATION');
    const plain = await line.run('migrate status', { isTerminal: true, env: { NO_COLOR: '1' } });
    expect(plain.stdout).toBe(`MIGRATION                   STATE\n${FIRST}  applied\n`);
  });

  it('isready asks a running gateway', async () => {
    const gateway = await TestGateway.start();
    const ready = await line.json(`isready --url ${gateway.origin}`);
    expect(ready).toEqual({ url: gateway.origin, ready: true });
    await gateway.close();
    const gone = await line.run(`isready --url ${gateway.origin} --wait 1 --json`);
    expect([gone.exit, failureOf(gone)]).toEqual([
      3,
      expect.objectContaining({ code: 'gateway.not-ready', message: expect.stringContaining('ECONNREFUSED') }),
    ]);
  });
});

describeEngine('command line: the program', () => {
  let build: GatewayBuild;
  let own: TestDatabase;
  beforeAll(async () => {
    build = await GatewayBuild.create();
    own = await createTestDatabase();
  });
  afterAll(async () => {
    await build.remove();
    await own.drop();
  });

  it('runs, prints to a pipe and ends with its exit code', async () => {
    const up = await build.command(own.url, ['migrate', 'up']);
    expect(up).toEqual({ exit: 0, stdout: `applied ${FIRST}\n`, stderr: '' });
    const down = await build.command(own.url, ['migrate', 'down']);
    expect([down.exit, down.stdout]).toEqual([2, '']);
    const status = await build.command(own.url, ['migrate', 'status', '--json']);
    expect(JSON.parse(status.stdout)).toEqual({ applied: [FIRST], pending: [], unknown: [] });
  });

  it('a server that does not answer is exit code 3 and no stack', async () => {
    const url = 'mariadb://nobody@127.0.0.1:9/none';
    const { exit, stderr } = await build.command(url, ['migrate', 'status']);
    expect([exit, stderr]).toEqual([3, expect.stringMatching(/^error: The database cannot be used \(ECONNREFUSED\)/)]);
  });

  it('serve runs a gateway, and tells why it cannot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bg-serve-'));
    const refused = await build.command(`sqlite:${join(folder, 'a', 'db.sqlite')}`, ['serve'], {
      BRANDGATE_MASTER_KEY: 'weak',
    });
    expect([refused.exit, refused.stderr]).toEqual([1, expect.stringContaining('BRANDGATE_MASTER_KEY')]);
    const child = build.spawnCommand(own.url, ['serve']);
    const said = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))));
    await build.command(own.url, ['config', 'set', 'drainSeconds', '0']);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    child.kill('SIGTERM');
    const exit = await new Promise((resolve) => child.once('exit', resolve));
    expect([said, exit]).toEqual([expect.stringContaining('listens on 127.0.0.1:'), 0]);
    await expect(stat(join(folder, 'a'))).rejects.toThrow('ENOENT');
    await rm(folder, { recursive: true });
  });
});
