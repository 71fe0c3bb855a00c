import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import members from '../dist/src/core/brands/settings/setting-members.js';
import gateway from '../dist/src/core/gateway-settings/gateway-setting-list.js';
import table from '../dist/src/kernel/settings/setting-table.js';

/*
 * Writes the tables of docs/operations.md that describe settings: from the definitions that the gateway itself reads,
 * between `<!-- settings:NAME -->` and `<!-- /settings:NAME -->`.
 */
const PAGE = new URL('../docs/operations.md', import.meta.url);

const TABLES = {
  gateway: Object.entries(gateway.GATEWAY_SETTINGS).map(([name, setting]) => ({ name, setting })),
  brand: members.SETTING_MEMBERS,
};

let page = readFileSync(PAGE, 'utf8');
for (const [name, settings] of Object.entries(TABLES)) {
  const place = new RegExp(`(<!-- settings:${name} -->)[^]*(<!-- /settings:${name} -->)`);
  if (!place.test(page)) throw new Error(`docs/operations.md has no place for the ${name} settings`);
  page = page.replace(place, (_, begin, end) => `${begin}\n\n${table.settingTable(settings)}\n\n${end}`);
}
writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' }));
