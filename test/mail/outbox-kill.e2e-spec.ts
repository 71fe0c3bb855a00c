import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describeEngine } from '../support/describe-engine';
import { GatewayBuild } from '../support/gateway-process';
import { createTestDatabase } from '../support/test-database';

const SCRIPT = resolve(__dirname, '../../bench/outbox-kill/run.mjs');
const ROUNDS = '4';
const SEED = '20261126';
const PATIENCE_MS = 240_000;

describeEngine('a gateway that is killed while it sends mails', () => {
  it(
    'REL-08, ADR 11: every acknowledged change has its mail, and twice only around a kill',
    async () => {
      const build = await GatewayBuild.create();
      const database = await createTestDatabase();
      try {
        const args = [SCRIPT, ROUNDS, SEED, '--database', database.url, '--built', build.folder];
        const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '../..') });
        expect(stdout).toMatch(/^kills +4,/m);
        expect(stdout).toMatch(/acknowledged +\d+ \/ [1-9]/m);
        expect(stdout).toContain('acknowledged changes without their mail       0');
        expect(stdout).toContain('Nothing lost.');
      } finally {
        await database.drop();
        await build.remove();
      }
    },
    PATIENCE_MS,
  );
});
