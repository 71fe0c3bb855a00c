import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT } from './environment.schema';

const page = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([A-Z_]+)`\s*\| (.*?)\s*\|/gm)].map(([, name, text]) => [name, text]);

describe('docs/operations.md', () => {
  it('lists every variable of the environment once, with its default', () => {
    expect(rows).toEqual(Object.values(ENVIRONMENT).map(({ name, defaultText }) => [name, defaultText]));
  });
});
