import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeConfig, withoutPassword } from './described-config';
import { ENVIRONMENT } from './environment.schema';

describe('described configuration', () => {
  it('names every variable once, with where its value comes from', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'bg-described-')), 'url');
    writeFileSync(file, 'mariadb://app:p%40ss@db:3306/brandgate\n');
    const described = describeConfig({ PORT: ' 8080 ', DATABASE_URL_FILE: file, BRANDGATE_HOST: '' });
    expect(described.map(({ name }) => name)).toEqual(Object.values(ENVIRONMENT).map(({ name }) => name));
    const byName = new Map(described.map(({ name, value, source }) => [name, [value, source]]));
    expect(byName.get('PORT')).toEqual(['8080', 'environment']);
    expect(byName.get('DATABASE_URL')).toEqual(['mariadb://app:[secret]@db:3306/brandgate', 'file']);
    expect(byName.get('BRANDGATE_HOST')).toEqual(['127.0.0.1 (image: 0.0.0.0)', 'default']);
  });

  it('SEC-LOG-01: shows no secret', () => {
    const env = {
      DATABASE_URL: 'mysql://u:canary-1@db/x',
      REDIS_URL: 'redis://:canary-2@redis',
      SMTP_URL: 'smtp://u:canary-3@mail',
      BRANDGATE_MASTER_KEY: 'canary-4',
      BRANDGATE_ADMIN_PASSWORD: 'canary-5',
    };
    expect(JSON.stringify(describeConfig(env))).not.toContain('canary');
  });

  it.each([
    ['sqlite:./data/brandgate.sqlite', 'sqlite:./data/brandgate.sqlite'],
    ['mariadb://app@localhost/x?socketPath=/run/a@b:c.sock', 'mariadb://app@localhost/x?socketPath=/run/a@b:c.sock'],
    ['mysql://app:a:b@c@db/x?socketPath=/run/a@b', 'mysql://app:[secret]@db/x?socketPath=/run/a@b'],
    ['mysql://:secret@db/x', 'mysql://:[secret]@db/x'],
  ])('%s is shown as %s', (url, shown) => {
    expect(withoutPassword(url)).toBe(shown);
  });
});
