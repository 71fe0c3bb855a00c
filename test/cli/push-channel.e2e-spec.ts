import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PushChannelEntity } from '../../src/core/push/push-channel.entity';
import type { BrandId } from '../../src/kernel/ids';
import { generateRingEntry } from '../../src/kernel/secrets/key-ring';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { GoogleStandIn } from '../support/google-stand-in';
import { serviceAccount } from '../support/service-account';
import { TEST_MASTER_KEY, TestGateway } from '../support/start-gateway';

interface Findings {
  readonly findings: readonly { readonly check: string; readonly severity: string; readonly message: string }[];
}

describeEngine('command line: push channel', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brandId: BrandId;
  let line: CommandLine;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'brandgate-push-'));
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start();
    await google.serve(gateway);
    brandId = await gateway.addBrand('a.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
    rmSync(folder, { recursive: true });
  });

  const flag = async () => (await line.json<{ value: unknown }>('brand get a.example firebaseCredential')).value;
  const row = () => gateway.store.findOneBy(PushChannelEntity, { brandId });
  const found = async () => {
    const { stdout } = await line.run('doctor --json');
    return (JSON.parse(stdout) as Findings).findings.filter(({ check }) => check === 'push-channels');
  };

  it('SEC-KEY-04: set reads a file or standard input, and prints no key', async () => {
    const [one, two] = [google.register(serviceAccount()), google.register(serviceAccount())];
    const file = join(folder, 'account.json');
    writeFileSync(file, JSON.stringify(one));
    const secret = one.private_key.split('\n')[4] ?? 'no key';
    const set = await line.run(`push-channel set --brand a.example ${file}`);
    expect([set.exit, (await row())?.privateKeyId, await flag()]).toEqual([0, one.private_key_id, true]);
    const piped = await line.run('push-channel set --brand a.example --stdin', { stdin: JSON.stringify(two) });
    expect([piped.exit, (await row())?.privateKeyId]).toEqual([0, two.private_key_id]);
    const { channel } = await line.json<{ channel: object }>('push-channel show --brand a.example');
    expect(channel).toMatchObject({ projectId: 'acme-push', lastError: null, isReadable: true });
    expect(set.stdout + set.stderr + piped.stdout + JSON.stringify(channel)).not.toContain(secret);
  });

  it('what is no service account, or one that Google does not know, changes nothing', async () => {
    const before = await row();
    const file = join(folder, 'stranger.json');
    writeFileSync(file, JSON.stringify(serviceAccount()));
    const refused = await line.run(`push-channel set --brand a.example ${file}`);
    expect([refused.exit, refused.stderr.includes('Google did not accept')]).toEqual([1, true]);
    for (const [command, options] of [
      ['push-channel set --brand a.example', {}],
      [`push-channel set --brand a.example ${file} --stdin`, { stdin: '{}' }],
      ['push-channel set --brand a.example --stdin', { stdin: '{"private_key": "canary' }],
      [`push-channel set --brand a.example ${folder}/none.json`, {}],
      ['brand set a.example firebaseCredential {"private_key":"canary"}', {}],
    ] as const) {
      const { exit, stdout, stderr } = await line.run(command, options);
      expect([exit, (stdout + stderr).includes('canary')]).toEqual([2, false]);
    }
    expect(await row()).toEqual(before);
  });

  it('JFW-PSH-03: show and doctor tell what Google last had against it', async () => {
    expect(await found()).toEqual([expect.objectContaining({ severity: 'ok' })]);
    await gateway.store.update(PushChannelEntity, { brandId }, { lastError: 'mismatched-credential' });
    const { stdout } = await line.run('push-channel show --brand a.example');
    expect(stdout).toContain('mismatched-credential');
    const [finding] = await found();
    expect([finding?.severity, finding?.message]).toEqual([
      'error',
      expect.stringContaining('acme-push: mismatched-credential'),
    ]);
  });

  it('SEC-KEY-03: keys rotate seals the account anew', async () => {
    const before = await row();
    const env = { BRANDGATE_MASTER_KEY: `${generateRingEntry()},${TEST_MASTER_KEY}` };
    expect((await line.run('keys rotate', { env })).exit).toBe(0);
    const after = await row();
    expect(after?.credentialSealed).not.toBe(before?.credentialSealed);
    const { channel } = await line.json<{ channel: object }>('push-channel show --brand a.example', { env });
    expect(channel).toMatchObject({ isReadable: true });
    const lost = await line.json<{ channel: object }>('push-channel show --brand a.example');
    expect(lost.channel).toMatchObject({ isReadable: false });
    await gateway.store.update(PushChannelEntity, { brandId }, { credentialSealed: before?.credentialSealed ?? '' });
  });

  it('remove asks, and takes it away', async () => {
    expect((await line.run('push-channel remove --brand a.example')).exit).toBe(2);
    expect(await line.json('push-channel remove --brand a.example --yes')).toEqual({ removed: true });
    expect([await row(), await flag()]).toEqual([null, false]);
    expect(await line.json('push-channel show --brand a.example')).toEqual({ channel: null });
  });
});
