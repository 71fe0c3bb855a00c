import { ReleaseTally } from '../../src/core/releases/release-tally';
import type { BrandId } from '../../src/kernel/ids';
import { Database } from '../../src/storage/database';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';

describeEngine('command line: releases', () => {
  let gateway: TestGateway;
  let line: CommandLine;
  let brandId: BrandId;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example');
    await gateway.addBrand('b.example');
    await gateway.addUser(brandId, { username: 'jane.doe', password: PASSWORD });
    const headers = { 'X-Device-Code': 'd-1', 'X-Os-Device': 'iOS', 'X-App-Version-Number': '2.1' };
    const { data } = await gateway.client('a.example').signIn('jane.doe', PASSWORD, headers);
    await gateway
      .client('a.example')
      .with({ ...headers, 'Auth-Key': data.authKey })
      .get('users/me');
    await gateway.flush();
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  it('shows what each version did, of one brand alone', async () => {
    const { days } = await line.json<{ days: object[] }>('release show --brand a.example --since 2d');
    const figures = { activeDevices: 1, signIns: 1, failedSignIns: 0, refused: 0, wouldRefuse: 0 };
    const date = new Date(gateway.clock.now()).toISOString().slice(0, 10);
    expect(days).toEqual([{ date, osDevice: 'iOS', appVersionNumber: '2.1', ...figures }]);
    const { stdout } = await line.run('release show --brand a.example');
    expect(stdout).toContain(`${date}\tiOS\t2.1\t1\t1\t0\t0\t0`);
    expect(await line.json('release show --brand b.example')).toEqual({ days: [] });
    const wrong = await line.run('release show --brand a.example --since yesterday');
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('--since must be a time')]);
  });

  it('shows what devices run', async () => {
    const adoption = [{ osDevice: 'iOS', appVersionNumber: '2.1', devices: 1 }];
    expect(await line.json('release adoption --brand a.example')).toEqual({ adoption });
    expect((await line.run('release adoption --brand a.example')).stdout).toContain('iOS\t2.1\t1');
  });

  it('tells what the gate would say', async () => {
    const policies = JSON.stringify([
      { osDevice: 'iOS', minimumVersion: '2.0', storeUrl: 'https://store.example/app', mode: 'count' },
      { osDevice: 'iOS', routes: ['/api/v1/devices'], minimumVersion: '9.0' },
    ]);
    expect((await line.run(['brand', 'set', 'a.example', 'appVersionPolicies', policies])).exit).toBe(0);
    const counted = { verdict: 'counted', minimumVersion: '2.0', recommendedVersion: null, startsAt: null };
    expect(await line.json('release check ios 1.9 --brand a.example')).toEqual({
      ...{ ...counted, storeUrl: 'https://store.example/app' },
    });
    expect(await line.json('release check ios 2.5 --brand a.example')).toMatchObject({ verdict: 'current' });
    expect(await line.json('release check ios 2.5 --path /api/v1/devices --brand a.example')).toMatchObject({
      ...{ verdict: 'blocked', minimumVersion: '9.0' },
    });
    expect(await line.json('release check Web 1.9 --brand a.example')).toMatchObject({ verdict: 'unjudged' });
  });

  it('a process that could not write its figures keeps them, and those that come meanwhile', async () => {
    const { app } = gateway.gateway;
    const tally = app.get(ReleaseTally);
    const note = () => tally.note(brandId, { os: 'Android', version: '7' }, 'signIns', gateway.clock.now());
    note();
    jest.spyOn(app.get(Database), 'transaction').mockRejectedValueOnce(new TypeError('the store is away'));
    await expect(tally.flush()).rejects.toThrow('the store is away');
    note();
    await tally.flush();
    const { days } = await line.json<{ days: object[] }>('release show --brand a.example');
    expect(days).toContainEqual(expect.objectContaining({ osDevice: 'Android', appVersionNumber: '7', signIns: 2 }));
  });
});
