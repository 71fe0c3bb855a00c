import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { Gateway } from '../../src/gateway';
import { requireDeclaredAccess, UndeclaredAccessError } from '../../src/protocols/wire/declared-access';
import { Readiness } from '../../src/protocols/wire/readiness';
import { Database } from '../../src/storage/database';
import { CapturedLog } from '../support/captured-log';
import { describeEngine, perEngine } from '../support/describe-engine';
import { ADMIN, testConfig, TestGateway } from '../support/start-gateway';
import { createTestDatabase } from '../support/test-database';

@Controller('open')
class UndeclaredController {
  @Get()
  get(): string {
    return 'anybody';
  }
}

@Module({ controllers: [UndeclaredController] })
class UndeclaredModule {}

describeEngine('starting, running and stopping', () => {
  const quiet = () => ({ log: new CapturedLog() });

  it('SEC-PW-08: the first start makes a SuperAdmin and tells its password once', async () => {
    const own = await createTestDatabase();
    const config = { ...testConfig(own.url), adminPassword: null };
    const first = await Gateway.create(config, quiet());
    await first.close();
    const second = await Gateway.create(config, quiet());
    await second.close();
    await own.drop();
    expect(first.firstAdmin?.username).toBe('admin');
    expect(first.firstAdmin?.generatedPassword).toMatch(/^[A-Za-z2-9]{20}$/);
    expect(second.firstAdmin).toBeNull();
  });

  it('gateways that start on one empty database make one platform brand', async () => {
    const own = await createTestDatabase();
    const start = () => Gateway.create(testConfig(own.url), quiet());
    // SQLite is for one process; there the second one comes afterwards.
    const inTurn = async () => [await start(), await start()];
    const gateways = await perEngine({ sqlite: inTurn, mariadb: () => Promise.all([start(), start()]) })();
    const brands = await gateways[0]?.app.get(Database).store.count(BrandEntity);
    for (const gateway of gateways) await gateway.close();
    await own.drop();
    expect(brands).toBe(1);
    expect(gateways.filter(({ firstAdmin }) => firstAdmin !== null)).toHaveLength(1);
  });

  it('REL-14: a route that declares no access stops the start', async () => {
    const app = await NestFactory.create(UndeclaredModule, { logger: false });
    expect(() => requireDeclaredAccess(app)).toThrow(UndeclaredAccessError);
    expect(() => requireDeclaredAccess(app)).toThrow('UndeclaredController.get');
    await app.close();
  });

  it('GET /, /docs, /openapi.json and /openapi.yaml answer', async () => {
    const gateway = await TestGateway.start();
    const pages = await Promise.all(
      ['/', '/docs', '/openapi.json', '/openapi.yaml'].map((path) => fetch(gateway.origin + path)),
    );
    const texts = await Promise.all(pages.map((page) => page.text()));
    await gateway.close();
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(texts[0]).toMatch(/Brandgate <small>\d+\.\d+\.\d+<\/small>.*ready.*href="\/docs"/s);
    expect(texts[2]).toContain('/api/v1/users/auth');
    expect(texts[3]).toContain('/api/v1/users/auth:');
  });

  it('REL-11: readiness asks the database and knows of a shutdown; liveness looks at the process', async () => {
    const gateway = await TestGateway.start();
    const status = async (path: string) => (await fetch(`${gateway.origin}/health/${path}`)).status;
    expect([await status('live'), await status('ready')]).toEqual([200, 200]);
    gateway.clock.advance(1_500);
    const ping = jest.spyOn(gateway.gateway.app.get(Database), 'ping').mockRejectedValue(new Error('down'));
    expect([await status('live'), await status('ready')]).toEqual([200, 503]);
    ping.mockRestore();
    gateway.clock.advance(1_500);
    expect(await status('ready')).toBe(200);
    gateway.gateway.app.get(Readiness).drain();
    expect(await status('ready')).toBe(503);
    await gateway.close();
  });

  it('REL-11: metrics are closed without the token', async () => {
    const gateway = await TestGateway.start();
    const scrape = (token?: string) =>
      fetch(`${gateway.origin}/metrics`, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
    const unset = (await scrape('')).status;
    await gateway.setGatewaySetting('metricsToken', 'scrape-me-if-you-can');
    await gateway.client('localhost').get('users/me');
    const [none, wrong, right] = [await scrape(), await scrape('scrape'), await scrape('scrape-me-if-you-can')];
    const text = await right.text();
    await gateway.close();
    expect([unset, none.status, wrong.status, right.status]).toEqual([403, 403, 403, 200]);
    expect(text).toContain('brandgate_answers_total{dialect="jfw",status="401"} 1');
  });

  it('REL-07: a stop lets what is in flight finish and writes back what waits in memory', async () => {
    const own = await createTestDatabase();
    const gateway = await TestGateway.start({ database: own });
    const client = gateway.client('localhost').with({ 'X-Device-Code': 'D-1' });
    const { data } = await client.signIn(ADMIN.username, ADMIN.password);
    await client.with({ 'Auth-Key': data.authKey }).get('users/me');
    gateway.clock.advance(1_000_000);
    await client.with({ 'Auth-Key': data.authKey }).get('users/me');
    const inFlight = gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [answer] = await Promise.all([inFlight, gateway.close()]);
    const after = await TestGateway.start({ database: own });
    const [link] = await after.store.find(UserDeviceEntity);
    await after.close();
    await own.drop();
    expect(answer.status).toBe(200);
    expect(link?.lastAccessAt ?? 0).toBeGreaterThan(gateway.clock.now() - 100_000);
  });

  it('SEC-LOG-01, -02: log lines are JSON with the correlation id, and hold no secret', async () => {
    const gateway = await TestGateway.start();
    const client = gateway.client('localhost').with({ 'X-Correlation-ID': 'trace-me' });
    const device = { 'X-Device-Code': 'D-1', 'X-Device-Token': 'push-canary-0001' };
    const { data } = await client.signIn(ADMIN.username, ADMIN.password, device);
    await client.signIn(ADMIN.username, 'password-canary');
    await client.with({ 'Auth-Key': `${data.authKey.slice(0, -1)}x` }).get('users/me?authKey=query-canary');
    const { data: next } = await client.refresh(data.refreshAuthKey, device);
    await gateway.flush();
    const audit = JSON.stringify(await gateway.store.find(AuditEventEntity));
    const sinks = gateway.log.lines.join('') + audit;
    await gateway.close();
    for (const line of gateway.log.lines) expect(JSON.parse(line)).toHaveProperty('event');
    expect(sinks).toContain('trace-me');
    const secrets = [ADMIN.password, data.authKey, data.refreshAuthKey, next.authKey, 'push-canary', 'password-canary'];
    for (const secret of [...secrets, 'query-canary']) expect(sinks).not.toContain(secret);
  });
});
