import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describeEngine } from '../support/describe-engine';
import { GatewayBuild } from '../support/gateway-process';
import { createTestDatabase } from '../support/test-database';

const SCRIPT = resolve(__dirname, '../../bench/push-kill/run.mjs');
const DEVICES = '2000';
const KILLS = '2';
const SEED = '20261126';
const PATIENCE_MS = 240_000;

describeEngine('a gateway that is killed while it sends a push', () => {
  it(
    'REL-08, ADR 11: forgets no device, and sends twice only what a kill kept from being written down',
    async () => {
      const build = await GatewayBuild.create();
      const database = await createTestDatabase();
      try {
        const args = [SCRIPT, DEVICES, KILLS, SEED, '--database', database.url, '--built', build.folder];
        const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '../..') });
        expect(stdout).toMatch(/^kills while spreading \/ while sending +1 \/ 1$/m);
        expect(stdout).toMatch(/^state of the push, recipients +done, 2000$/m);
        expect(stdout).toMatch(/^deliveries by state +(?:1996 accepted, 4 unreached|4 unreached, 1996 accepted)$/m);
        expect(stdout).toMatch(/^devices without the message +0$/m);
        expect(stdout).toMatch(/^of these, not explained by a kill +0$/m);
        expect(stdout).toContain('None forgotten.');
      } finally {
        await database.drop();
        await build.remove();
      }
    },
    PATIENCE_MS,
  );
});
