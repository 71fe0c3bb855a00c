import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, type ErrorCode } from '../../kernel/errors/catalogue';
import { JFW_CODES } from './jfw.errors';

const page = readFileSync(join(__dirname, '../../../docs/errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)`\s*\| `([^`]+)`\s*\| (\d{3})\s*\| (.*?)\s*\|$/gm)];

describe('docs/errors.md', () => {
  it('lists every error with its native code, status and text (JFW-ERR-01)', () => {
    const expected = (Object.keys(CATALOGUE) as ErrorCode[]).map((code) => {
      const { status, message } = CATALOGUE[code];
      return [code, JFW_CODES[code], String(status), message];
    });
    expect(rows.map(([, ...cells]) => cells)).toEqual(expected);
  });
});
