import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingTable } from '../../../kernel/settings/setting-table';
import { GATEWAY_SETTINGS } from '../../gateway-settings/gateway-setting-list';
import { SETTING_MEMBERS } from './setting-members';

const page = readFileSync(join(__dirname, '../../../../docs/operations.md'), 'utf8');

/** Without the alignment that the formatter gives. */
function cellsOf(table: string): string[][] {
  const rows = table.split('\n').filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line));
  return rows.map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

function sectionOf(name: string): string {
  return new RegExp(`<!-- settings:${name} -->([^]*)<!-- /settings:${name} -->`).exec(page)?.[1] ?? '';
}

describe('docs/operations.md (`npm run settings` writes these tables)', () => {
  it('lists every brand setting as it is defined', () => {
    expect(cellsOf(sectionOf('brand'))).toEqual(cellsOf(settingTable(SETTING_MEMBERS)));
  });

  it('lists every gateway setting as it is defined', () => {
    const settings = Object.entries(GATEWAY_SETTINGS).map(([name, setting]) => ({ name, setting }));
    expect(cellsOf(sectionOf('gateway'))).toEqual(cellsOf(settingTable(settings)));
  });
});
