import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditSealer } from '../../src/core/audit/audit-sealer';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import type { BrandId } from '../../src/kernel/ids';
import { CommandLine } from '../support/command-line';
import { describeEngine, perEngine } from '../support/describe-engine';
import { TEST_MASTER_KEY, TestGateway } from '../support/start-gateway';
import { createTestDatabase } from '../support/test-database';

// Schemas are made and changed.
jest.setTimeout(60_000);

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly brand: string | null;
  readonly message: string;
  readonly advice: string | null;
}

interface Report {
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly Finding[];
}

describeEngine('command line: doctor', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bg-doctor-'));
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { passwordMinLength: 15 });
    line = CommandLine.on(gateway.database.url);
  });
  afterEach(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  /** The test server flushes late, to be fast: that is told, and left out here. */
  const isUnflushed = ({ message }: Finding) => message.includes('innodb_flush_log_at_trx_commit');

  const examine = async (options = '', env: Record<string, string> = {}) => {
    const { exit, stdout } = await line.run(`doctor ${options} --json`, { env });
    const report = JSON.parse(stdout) as Report;
    const findings = report.findings.filter((finding) => !isUnflushed(finding));
    return { exit, errors: report.errors, warnings: findings.filter((f) => f.severity === 'warning').length, findings };
  };
  const told = ({ findings }: Pick<Report, 'findings'>, severity: string) =>
    findings.filter((f) => f.severity === severity).map(({ check, message }) => `${check}: ${message}`);

  it('finds nothing wrong with a sound installation, in a stable form', async () => {
    const { exit, errors, warnings, findings } = await examine('--isolation');
    expect([exit, errors, warnings]).toEqual([0, 0, 0]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual(
      [
        'public-address',
        perEngine({ sqlite: 'data-folder', mariadb: '' }),
        ...['key-ring', 'database', 'schema', 'clock', 'key-ring-usage', 'super-admin', 'gateway-settings'],
        ...['brand-settings', 'push-channels', 'audit-chain', 'isolation'],
      ].filter((name) => name !== ''),
    );
    // The platform brand has the defaults, which are shorter than NIST asks for; the other one has no list to go with its length.
    expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([
      {
        check: 'brand-settings',
        severity: 'info',
        brand: 'platform',
        message: expect.stringContaining('15 characters'),
        advice: expect.stringContaining('passwordMinLength'),
      },
      {
        check: 'brand-settings',
        severity: 'info',
        brand: 'a-example',
        message: expect.stringContaining('ASVS 6.2.4'),
        advice: expect.stringContaining('breachedPasswordFile'),
      },
    ]);
    const human = await line.run('doctor');
    expect(human.stdout).toMatch(/^ok +public-address: .+\n/);
    expect(human.stderr).toMatch(/^0 errors, [01] warnings, 2 notes\.\n$/);
  });

  it('SEC-PW-06, -07: tells what is weak in the settings of each brand; only --strict fails on it', async () => {
    await gateway.store.update(
      BrandEntity,
      { id: brandId },
      {
        settings: {
          refuseCommonPasswords: false,
          lockoutThreshold: 0,
          passwordMinLength: 15,
          passwordPolicyLevel: 'High',
        },
      },
    );
    const report = await examine();
    expect([report.exit, report.errors, report.warnings]).toEqual([0, 0, 2]);
    const own = report.findings.filter(({ brand }) => brand === 'a-example');
    expect(own.map(({ severity, advice }) => [severity, /\b[a-z]+[A-Z]\w+/.exec(advice ?? '')?.[0]])).toEqual([
      ['info', 'passwordPolicyLevel'],
      ['warning', 'refuseCommonPasswords'],
      ['warning', 'lockoutThreshold'],
    ]);
    expect((await examine('--strict')).exit).toBe(1);
  });

  it('SEC-PW-07: tells of a list of breached passwords that is no list any more', async () => {
    const file = join(folder, 'breached.txt');
    writeFileSync(file, `${'A'.repeat(40)}:3\n${'B'.repeat(40)}:1\n`);
    await line.run(`config set breachedPasswordFile ${file}`);
    expect((await examine()).errors).toBe(0);
    writeFileSync(file, `${'B'.repeat(40)}\n`.repeat(200) + `${'A'.repeat(40)}\n`.repeat(200));
    expect(told(await examine(), 'error')).toEqual([expect.stringContaining(`${file} is not sorted`)]);
    rmSync(file);
    expect(told(await examine(), 'error')).toEqual([expect.stringContaining('cannot be read (ENOENT)')]);
  });

  it('REL-01: tells of a server that keeps what it answered in memory for a while', async () => {
    const { stdout } = await line.run('doctor --json');
    const found = (JSON.parse(stdout) as Report).findings.filter(isUnflushed);
    expect(found.map(({ severity }) => severity)).toEqual(perEngine({ sqlite: [], mariadb: ['warning'] }));
  });

  it('REL-14: mistakes in the environment are told all at once, and nothing behind them is looked at', async () => {
    const report = await examine('', { PORT: 'abc', BRANDGATE_TRUSTED_PROXIES: '*' });
    expect([report.exit, report.errors, report.findings.map(({ check }) => check)]).toEqual([
      1,
      2,
      ['environment', 'environment'],
    ]);
  });

  it('SEC-IN-15: tells of proxies that are strangers, of none behind TLS, and of an address open without it', async () => {
    const wide = await examine('', { BRANDGATE_TRUSTED_PROXIES: '203.0.0.0/8, 10.0.0.0/8' });
    const none = await examine('', { BRANDGATE_PUBLIC_URL: 'https://auth.example.com' });
    const open = await examine('', { BRANDGATE_PUBLIC_URL: '', BRANDGATE_HOST: '0.0.0.0' });
    expect([wide, none, open].map((report) => told(report, 'warning'))).toEqual([
      [expect.stringContaining('203.0.0.0/8')],
      [expect.stringContaining('no proxy is trusted')],
      [expect.stringContaining('listens on 0.0.0.0')],
    ]);
  });

  it('tells which other servers answer', async () => {
    const server = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const [there, gone] = [
      await examine('', { REDIS_URL: `redis://127.0.0.1:${port}` }),
      await examine('', { SMTP_URL: 'smtp://user:canary@127.0.0.1:9' }),
    ];
    server.close();
    expect(told(there, 'ok')).toContain(`parts: 127.0.0.1:${port} answers.`);
    expect(told(gone, 'warning')).toEqual(['parts: Nobody answers at 127.0.0.1:9.']);
    expect(JSON.stringify(gone)).not.toContain('canary');
  });

  it('SEC-KEY-01: tells of a key that others can read, and refuses a weak one', async () => {
    const file = join(folder, 'key');
    writeFileSync(file, TEST_MASTER_KEY);
    chmodSync(file, 0o644);
    const ofFile = { BRANDGATE_MASTER_KEY: '', BRANDGATE_MASTER_KEY_FILE: file };
    expect(told(await examine('', ofFile), 'warning')).toEqual([
      `key-ring: Everybody on this machine can read ${file}.`,
    ]);
    chmodSync(file, 0o640);
    expect((await examine('', ofFile)).warnings).toBe(0);
    const weak = await examine('', { BRANDGATE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect([weak.exit, told(weak, 'error')]).toEqual([1, [expect.stringContaining('weak key')]]);
  });

  it('SEC-KEY-03: tells of an entry that the rows need and the ring lacks', async () => {
    const report = await examine('', { BRANDGATE_MASTER_KEY: 'GNK3sZl/YqHTHgtfIAdUPzynd1eHjAcZFDVhedCHwk4=' });
    expect([report.exit, told(report, 'error')]).toEqual([
      1,
      [
        expect.stringMatching(
          /^key-ring-usage: The ring lacks \w{8}, which 1 passwords, 2 sealed texts, 0 sessions need/,
        ),
      ],
    ]);
  });

  it('REL-14: tells of a database that is missing or out of reach, and of pending migrations', async () => {
    const none = await examine('', { DATABASE_URL: 'mariadb://nobody@127.0.0.1:9/none' });
    expect(told(none, 'error')).toEqual(['database: The database cannot be used (ECONNREFUSED).']);
    const own = await createTestDatabase();
    const fresh = CommandLine.on(own.url);
    await fresh.run('migrate up');
    await fresh.run('migrate down --yes');
    const { exit, stdout } = await fresh.run('doctor --json');
    await own.drop();
    const { findings } = JSON.parse(stdout) as Report;
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect([exit, errors.map(({ advice }) => advice)]).toEqual([1, ['Run: brandgate migrate up']]);
    // What needs the schema is not looked at.
    expect(findings.map(({ check }) => check)).not.toContain('brand-settings');
  });

  it('REL-14, SEC-ID-08: tells of a database that is set up wrongly, with the statement that mends it', async () => {
    await gateway.store.query(
      perEngine({
        // SQLite has nothing that could be set up wrongly.
        sqlite: 'SELECT 1',
        mariadb: 'ALTER TABLE refusals CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
      }),
    );
    const report = await examine();
    const found = perEngine({
      sqlite: [0, []],
      mariadb: [1, [expect.stringContaining('ALTER TABLE `refusals` CONVERT TO')]],
    });
    expect([report.exit, told(report, 'error')]).toEqual(found);
  });

  it('SEC-AUD-01: tells of a trail that was changed behind the gateway, and of which brand', async () => {
    await gateway.addUser(brandId, { username: 'ann.a', password: 'tidal lantern quarry' });
    await gateway.client('a.example').signIn('ann.a', 'tidal lantern quarry');
    await gateway.gateway.app.get(AuditSealer).run();
    expect((await examine()).errors).toBe(0);
    await gateway.store.query("UPDATE audit_events SET event = 'auth.logout' WHERE brand_id = ?", [brandId]);
    const report = await examine();
    expect([report.exit, told(report, 'error')]).toEqual([1, ['audit-chain: The trail is broken: row-changed at 1.']]);
    expect(report.findings.find(({ severity }) => severity === 'error')?.brand).toBe('a-example');
  });

  it('JFW-ADM-05: tells when nobody can run the installation, and of settings that cannot be read', async () => {
    const platformId = await gateway.platformId();
    await gateway.store.query("UPDATE users SET status = 'Locked' WHERE brand_id = ?", [platformId]);
    const at = gateway.clock.now();
    await gateway.store.query('INSERT INTO gateway_settings (name, setting_value, modified_at) VALUES (?, ?, ?)', [
      ...['drainSeconds', '"soon"', at],
    ]);
    await line.run('config set allowIpLiteralBrands true');
    const report = await examine();
    expect(told(report, 'error')).toEqual([
      'super-admin: No SuperAdmin of the platform brand is Active.',
      'gateway-settings: What is kept of drainSeconds is no value of it: its default counts.',
    ]);
    expect(told(report, 'warning')).toEqual(['gateway-settings: Addresses may be domains of brands.']);
  });

  describe('SEC-TEN-01, -09: --isolation', () => {
    /** Behind the gateway's back, where nothing holds references together. */
    const withoutForeignKeys = async (statement: string, values: unknown[]) => {
      const isServer = perEngine({ sqlite: false, mariadb: true });
      if (!isServer) await gateway.store.query('PRAGMA foreign_keys = OFF');
      await gateway.store.transaction(async (store) => {
        if (isServer) await store.query('SET FOREIGN_KEY_CHECKS = 0');
        await store.query(statement, values);
        if (isServer) await store.query('SET FOREIGN_KEY_CHECKS = 1');
      });
      if (!isServer) await gateway.store.query('PRAGMA foreign_keys = ON');
    };

    it('writes nothing, and finds each reference at home', async () => {
      const before = await gateway.store.find(BrandEntity);
      const report = await examine('--isolation');
      expect(told(report, 'ok').at(-1)).toMatch(
        /^isolation: \d+ references stay within their brand, and two throw-away/,
      );
      expect(await gateway.store.find(BrandEntity)).toEqual(before);
    });

    it('finds a row that crosses brands, enforced or not', async () => {
      const user = await gateway.addUser(brandId, { username: 'ann.a', password: 'tidal lantern quarry' });
      await gateway.client('a.example').signIn('ann.a', 'tidal lantern quarry');
      const platformId = await gateway.platformId();
      await withoutForeignKeys('UPDATE user_roles SET brand_id = ? WHERE user_id = ?', [platformId, user.id]);
      await gateway.store.query('UPDATE apps SET created_by = ? WHERE brand_id = ?', [user.id, platformId]);
      const report = await examine('--isolation');
      expect([report.exit, told(report, 'error').sort()]).toEqual([
        1,
        [
          'isolation: 1 rows of apps cross brands by created_by.',
          'isolation: 1 rows of user_roles cross brands by role_id.',
          'isolation: 1 rows of user_roles cross brands by user_id.',
        ],
      ]);
    });

    it('finds that the database lacks a foreign key', async () => {
      const statements = perEngine({
        sqlite: [
          'CREATE TABLE copy AS SELECT * FROM user_roles',
          'DROP TABLE user_roles',
          'ALTER TABLE copy RENAME TO user_roles',
        ],
        mariadb: ['ALTER TABLE user_roles DROP FOREIGN KEY fk_user_roles_user_id'],
      });
      for (const statement of statements) await gateway.store.query(statement);
      const errors = told(await examine('--isolation'), 'error');
      expect(errors).toContain('isolation: The database lacks the foreign key user_roles (brand_id, user_id) → users.');
      expect(errors).toContain('isolation: Between two throw-away brands a role crossed.');
    });
  });
});
