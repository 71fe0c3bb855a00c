import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT } from './environment.schema';
import { ConfigError, loadGatewayConfig } from './gateway-config';
import { openKeyRing } from './master-key';

const folder = mkdtempSync(join(tmpdir(), 'bg-config-'));

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    loadGatewayConfig(env);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.mistakes : ['another error'];
  }
}

describe('configuration', () => {
  it('has a default for everything', () => {
    const config = loadGatewayConfig({});
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', adminUsername: 'admin', passwordCost: 11 });
    expect(config.database).toEqual({ kind: 'sqlite', path: './data/brandgate.sqlite' });
  });

  it('tells all mistakes at once, each with its name and what is expected', () => {
    const mistakes = mistakesOf({
      PORT: 'abc',
      DATABASE_URL: 'postgres://x',
      BRANDGATE_PUBLIC_URL: 'http://auth.example.com',
      BRANDGATE_TRUSTED_PROXIES: '*',
      BRANDGATE_PASSWORD_COST: '9',
      FIREBASE_AUTH_EMULATOR_HOST: 'localhost:9099',
    });
    expect(mistakes).toHaveLength(6);
    expect(mistakes[0]).toBe('PORT must be a whole number from 0 to 65535.');
    for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'TRUSTED_PROXIES', 'PASSWORD_COST', 'FIREBASE']) {
      expect(mistakes.some((mistake) => mistake.includes(name))).toBe(true);
    }
  });

  it('SEC-LOG-01: no mistake repeats a secret', () => {
    const mistakes = mistakesOf({
      DATABASE_URL: 'postgres://user:canary-1@db/x',
      REDIS_URL: 'http://:canary-2@redis',
      SMTP_URL: 'http://user:canary-3@mail',
    });
    expect(mistakes).toHaveLength(3);
    expect(mistakes.join(' ')).not.toContain('canary');
  });

  it('counts blank variables as unset and reads nothing that is not listed', () => {
    const blank = Object.fromEntries(Object.values(ENVIRONMENT).map(({ name }) => [name, '  ']));
    expect(loadGatewayConfig({ ...blank, BRANDGATE_UNKNOWN: 'x', HOME: '/root' })).toEqual(loadGatewayConfig({}));
  });

  it.each(Object.values(ENVIRONMENT).flatMap(({ name, secret }) => (secret ? [name] : [])))(
    'reads %s from its file as well, without the newline at its end',
    (name) => {
      const values: Record<string, string> = {
        DATABASE_URL: 'mariadb://u:p@db/brandgate',
        REDIS_URL: 'redis://redis:6379',
        SMTP_URL: 'smtps://mail:465',
      };
      const text = values[name] ?? 'a secret of some length';
      const file = join(folder, name.toLowerCase());
      writeFileSync(file, `${text}\r\n`);
      expect(loadGatewayConfig({ [`${name}_FILE`]: file })).toEqual(loadGatewayConfig({ [name]: text }));
      expect(mistakesOf({ [name]: text, [`${name}_FILE`]: file })).toEqual([
        `${name} and ${name}_FILE are both set; keep one of them.`,
      ]);
    },
  );

  it('a file is for secrets alone', () => {
    const file = join(folder, 'port');
    writeFileSync(file, '4000');
    expect(loadGatewayConfig({ PORT_FILE: file }).port).toBe(3000);
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PORT', '0x10'],
    ['BRANDGATE_PASSWORD_COST', '16'],
    ['BRANDGATE_ADMIN_USERNAME', 'root'],
    ['BRANDGATE_ADMIN_EMAIL', 'nobody'],
    ['BRANDGATE_PUBLIC_URL', 'https://gw.example/path'],
    ['BRANDGATE_PUBLIC_URL', 'ftp://gw.example'],
    ['BRANDGATE_PUBLIC_URL', 'http://localhost.example'],
    ['DATABASE_URL', 'mysql://db'],
    ['BRANDGATE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['BRANDGATE_TRUSTED_PROXIES', '10.0.0.1, 2'],
    ['BRANDGATE_TRUSTED_PROXIES', 'proxy.example'],
    ['BRANDGATE_TRUSTED_PROXIES', '10.0.0.0/0'],
    ['BRANDGATE_TRUSTED_PROXIES', '::ffff:0.0.0.0/96'],
  ])('REL-14: %s = %j is refused in a line that names it', (name, value) => {
    expect(mistakesOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must be .+\\.$`))]);
  });

  it.each([
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:8080',
    'http://gw.localhost',
    'https://gw.example',
  ])('REL-14: %s may be the public URL', (url) => {
    expect(mistakesOf({ BRANDGATE_PUBLIC_URL: url })).toEqual([]);
  });

  it('SEC-IN-15: addresses, ranges and a socket may be trusted', () => {
    expect(mistakesOf({ BRANDGATE_TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1,fd00::/8, unix' })).toEqual([]);
  });

  it.each(['', 'localhost:9099'])('REL-14: FIREBASE_AUTH_EMULATOR_HOST = %j is refused outside of tests', (value) => {
    expect(mistakesOf({ FIREBASE_AUTH_EMULATOR_HOST: value, NODE_ENV: 'production' })).toEqual([
      expect.stringContaining('FIREBASE_AUTH_EMULATOR_HOST must be unset'),
    ]);
    expect(mistakesOf({ FIREBASE_AUTH_EMULATOR_HOST: value, NODE_ENV: 'test' })).toEqual([]);
  });

  it.each(['true', '1', '*', '0.0.0.0/0', '::/0'])('SEC-IN-15: trusting %s is refused', (value) => {
    expect(mistakesOf({ BRANDGATE_TRUSTED_PROXIES: value })).toEqual([
      `BRANDGATE_TRUSTED_PROXIES must be addresses, CIDR ranges or unix, and not everybody (it has "${value}").`,
    ]);
  });

  it('reads a secret from its file, and refuses both forms at once', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'from-the-file\n');
    expect(loadGatewayConfig({ BRANDGATE_ADMIN_PASSWORD_FILE: file }).adminPassword).toBe('from-the-file');
    expect(mistakesOf({ BRANDGATE_ADMIN_PASSWORD: 'x', BRANDGATE_ADMIN_PASSWORD_FILE: file })[0]).toContain('both set');
    expect(mistakesOf({ BRANDGATE_ADMIN_PASSWORD_FILE: '/nowhere' })[0]).toContain('readable file');
  });

  it('keeps the blanks of a password', () => {
    expect(loadGatewayConfig({ BRANDGATE_ADMIN_PASSWORD: ' a b ' }).adminPassword).toBe(' a b ');
  });

  it('SEC-KEY-01: a server database needs a key ring, and a weak one is refused', () => {
    const server = { DATABASE_URL: 'mariadb://u:p@db/brandgate' };
    expect(() => openKeyRing(loadGatewayConfig(server))).toThrow('BRANDGATE_MASTER_KEY must be set');
    const weak = { ...server, BRANDGATE_MASTER_KEY: Buffer.alloc(32).toString('base64') };
    expect(() => openKeyRing(loadGatewayConfig(weak))).toThrow('BRANDGATE_MASTER_KEY');
  });

  it('SEC-KEY-01: the embedded database gets a key of its own, for its owner alone, and keeps it', () => {
    const config = loadGatewayConfig({ DATABASE_URL: `sqlite:${join(folder, 'new', 'db.sqlite')}` });
    const first = openKeyRing(config);
    expect(openKeyRing(config).currentId).toBe(first.currentId);
    expect(statSync(join(folder, 'new', 'master.key')).mode & 0o777).toBe(0o600);
  });

  it('SEC-KEY-01: no new key is made beside a database that was used with another one', () => {
    const database = join(folder, 'lost', 'db.sqlite');
    const config = loadGatewayConfig({ DATABASE_URL: `sqlite:${database}` });
    openKeyRing(config);
    writeFileSync(database, '');
    rmSync(join(folder, 'lost', 'master.key'));
    expect(() => openKeyRing(config)).toThrow(/master\.key is missing.*put it back/);
    expect(existsSync(join(folder, 'lost', 'master.key'))).toBe(false);
  });

  it('SEC-KEY-01, REL-14: a key that others may read and a folder that cannot be used are refused with the cure', () => {
    const config = loadGatewayConfig({ DATABASE_URL: `sqlite:${join(folder, 'open', 'db.sqlite')}` });
    openKeyRing(config);
    chmodSync(join(folder, 'open', 'master.key'), 0o644);
    expect(() => openKeyRing(config)).toThrow(/chmod 600 .*master\.key/);
    writeFileSync(join(folder, 'file'), '');
    const inFile = loadGatewayConfig({ DATABASE_URL: `sqlite:${join(folder, 'file', 'data', 'db.sqlite')}` });
    expect(() => openKeyRing(inFile)).toThrow(/cannot be used \(ENOTDIR\)/);
  });
});
