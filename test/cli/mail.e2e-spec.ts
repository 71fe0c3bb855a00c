import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { Mailer } from '../../src/core/mail/mailer';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import type { BrandId } from '../../src/kernel/ids';
import { OutboxWorker } from '../../src/workers/outbox-worker';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

const SECRET = 'canary-of-the-post';
const DAY_MS = 86_400_000;

interface Row {
  readonly id: string;
  readonly brand: string;
  readonly state: string;
}

describeEngine('command line: mail', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    // What the commands queue is looked at, not sent.
    await gateway.gateway.app.get(OutboxWorker).stop();
    brandId = await gateway.addBrand('a.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  const queue = async (expiresIn = DAY_MS) => {
    const now = gateway.clock.now();
    const recipient = { userId: null, address: 'ann@example.com', name: 'Ann', locale: 'en' };
    const values = { link: 'https://gw.example/reset?token=x', minutes: '60' };
    const mail = { topic: 'reset-link' as const, recipient, values, expiresAt: now + expiresIn };
    return gateway.gateway.app.get(Mailer).queue(gateway.store, brandId, mail, now);
  };
  const giveUp = (uid: string) =>
    gateway.store.update(OutboxEntity, { uid }, { state: 'dead', attempts: 20, lastError: '550 no', finishedAt: 1 });

  it('outbox list, show and retry: what is there, what it says, and back into the queue', async () => {
    const [waiting, dead, late] = [await queue(), await queue(), await queue(-1)];
    await giveUp(dead);
    await giveUp(late);
    const { rows } = await line.json<{ rows: Row[] }>('outbox list --state dead --brand a.example');
    expect(rows.map(({ id }) => id)).toEqual([late, dead]);
    expect((await line.json<{ rows: Row[] }>('outbox list --limit 1')).rows).toHaveLength(1);
    const shown = await line.run(`outbox show ${waiting}`);
    expect(shown.stdout).toContain('to\tann@example.com');
    expect(shown.stdout).toContain('\nhttps://gw.example/reset?token=x\n');
    expect((await line.run('outbox show 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11')).exit).toBe(4);
    expect((await line.run(`outbox retry ${late}`)).exit).toBe(1);
    expect((await line.run(`outbox retry ${waiting}`)).exit).toBe(1);
    expect((await line.run('outbox retry')).exit).toBe(2);
    expect(await line.json('outbox retry --dead')).toEqual({ retried: [dead] });
    expect(await gateway.store.findOneByOrFail(OutboxEntity, { uid: dead })).toMatchObject({
      ...{ state: 'queued', attempts: 0, lastError: null, finishedAt: null },
    });
    const events = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'outbox.retried' });
    expect(events.map(({ targetId }) => targetId)).toEqual([dead]);
  });

  it('outbox show says when what it held is gone', async () => {
    const uid = await queue();
    await gateway.store.update(OutboxEntity, { uid }, { state: 'done', payloadSealed: null });
    const { exit, stderr, stdout } = await line.run(`outbox show ${uid}`);
    expect([exit, stdout.includes('done')]).toEqual([0, true]);
    expect(stderr).toContain('gone');
  });

  it('SEC-KEY-04: mail-channel takes its address from standard input, tells why it failed, and never shows it', async () => {
    const set = 'mail-channel set --brand a.example --from post@a.example --url-stdin';
    const failed = await line.run(set, { stdin: `smtp://post:${SECRET}@127.0.0.1:25\n` });
    expect(failed.exit).toBe(1);
    expect(failed.stderr).toContain('must not go');
    expect(failed.stdout + failed.stderr).not.toContain(SECRET);
    expect(await line.json('mail-channel show --brand a.example')).toEqual({ channel: null });
    const noTerminal = await line.run('mail-channel set --brand a.example --from post@a.example');
    expect([noTerminal.exit, noTerminal.stderr.includes('standard input')]).toEqual([2, true]);
    expect((await line.run('mail-channel remove --brand a.example --yes')).exit).toBe(1);
    const test = await line.run('mail-channel test --brand a.example me@a.example');
    expect(test.stderr).toContain('is not configured');
  });

  it('mail-template list, show, set, preview and reset', async () => {
    const { templates } = await line.json<{ templates: object[] }>('mail-template list --brand a.example');
    expect(templates).toHaveLength(30);
    const shown = await line.run('mail-template show --brand a.example reset-link vi --json');
    const own = JSON.stringify({ ...(JSON.parse(shown.stdout) as object), subject: 'Của {{brandName}}' });
    const set = await line.run('mail-template set --brand a.example reset-link vi --stdin', { stdin: own });
    expect(set.exit).toBe(0);
    const preview = await line.run('mail-template preview --brand a.example reset-link vi');
    expect(preview.stdout).toMatch(/^Subject: Của a\.example\n/);
    expect((await line.run('mail-template reset --brand a.example reset-link vi --yes')).exit).toBe(0);
    expect((await line.run('mail-template reset --brand a.example reset-link vi --yes')).exit).toBe(4);
    expect((await line.run('mail-template set --brand a.example reset-link vi --stdin', { stdin: 'x' })).exit).toBe(2);
  });
});
