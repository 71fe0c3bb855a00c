import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { RevocationJournal } from '../../src/core/revocations/revocation-journal';
import { describeEngine } from '../support/describe-engine';
import type { JfwClient } from '../support/jfw-client';
import { statementsOf } from '../support/statement-count';
import { ADMIN, TestGateway } from '../support/start-gateway';

const DEVICE = {
  ...{ 'X-Device-Code': 'phone-1', 'X-Device-Token': 'token-1', 'X-Device-Name': 'Phone' },
  ...{ 'X-App-Version-Number': '1.2.3', 'X-Os-Device': 'iOS' },
};

describeEngine('statements a request costs (architecture §7, SEC-REV-09)', () => {
  let gateway: TestGateway;
  let client: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.updateBrand(await gateway.platformId(), {
      settings: { rateLimits: { general: { limit: 1_000_000, seconds: 60 } } },
    });
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password, DEVICE);
    client = gateway.client('localhost').with({ ...DEVICE, 'Auth-Key': data.authKey });
    await gateway.settle();
    await client.get('users/me');
  });
  afterAll(() => gateway.close());

  const report = (what: string, statements: readonly string[]) =>
    process.stdout.write(`${what}: ${statements.length}\n`);

  it('a warm request sends none', async () => {
    const statements = await statementsOf(gateway, () => client.get('users/me'));
    report('warm request', statements);
    expect(statements).toEqual([]);
  });

  it('a cold request sends a handful', async () => {
    gateway.gateway.app
      .get(RevocationJournal)
      .apply([{ scope: 'brand', brandId: await gateway.platformId(), targetId: 1 }]);
    const statements = await statementsOf(gateway, () => client.get('users/me'));
    report('cold request', statements);
    expect(statements.length).toBeGreaterThan(0);
    // Three for the brand, two for the key and its roles, one for the device.
    expect(statements.length).toBeLessThanOrEqual(8);
  });

  it('JFW-DEV-05: a changed push token is in its row before the answer', async () => {
    await client.get('users/me');
    const statements = await statementsOf(gateway, () => client.with({ 'X-Device-Token': 'token-2' }).get('users/me'));
    report('changed push token', statements);
    const [link] = await gateway.store.find(UserDeviceEntity);
    expect(link?.pushToken).toBe('token-2');
    expect(statements.some((statement) => /UPDATE .?user_devices/.test(statement))).toBe(true);
    await client.get('users/me');
    await client.get('users/me');
  });

  it('JFW-DEV-05 (T43): a thousand identical requests write presence once at most', async () => {
    // The device's first of the day is counted, once.
    await gateway.flush();
    gateway.clock.advance(901_000);
    await client.get('users/me');
    const statements = await statementsOf(gateway, async () => {
      for (let i = 0; i < 20; i += 1) await Promise.all(Array.from({ length: 50 }, () => client.get('users/me')));
      await gateway.flush();
    });
    report('1,000 identical requests', statements);
    expect(statements.filter((statement) => /UPDATE .?user_devices/.test(statement)).length).toBeLessThanOrEqual(1);
    expect(statements.filter((statement) => /UPDATE .?devices/.test(statement))).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(2);
  });
});
