import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
});
