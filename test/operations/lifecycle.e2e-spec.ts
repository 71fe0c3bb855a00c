import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { UserEntity } from '../../src/core/users/user.entity';
import { Gateway } from '../../src/gateway';
import { PasswordHasher } from '../../src/kernel/hashing/password-hasher';
import { Readiness } from '../../src/protocols/wire/readiness';
import { Database } from '../../src/storage/database';
import { CapturedLog } from '../support/captured-log';
import { describeEngine } from '../support/describe-engine';
import { JfwClient } from '../support/jfw-client';
import { ADMIN, testConfig, TestGateway } from '../support/start-gateway';
import { createTestDatabase } from '../support/test-database';

describeEngine('a gateway’s life', () => {
  it('SEC-PW-08: the generated password signs in, is in no log, and a second start changes nothing', async () => {
    const own = await createTestDatabase();
    const log = new CapturedLog();
    const config = { ...testConfig(own.url), adminPassword: null };
    const first = await Gateway.create(config, { log });
    const port = await first.listen(0, '127.0.0.1');
    const password = first.firstAdmin?.generatedPassword ?? '';
    const client = new JfwClient(`http://127.0.0.1:${port}`, { 'Brand-URL': 'localhost' });
    const { status, data } = await client.signIn('admin', password);
    const me = await client.with({ 'Auth-Key': data.authKey }).get<{ userType: string }>('users/me');
    const rowsOf = async (gateway: Gateway) => {
      const { store } = gateway.app.get(Database);
      return [await store.find(BrandEntity), (await store.find(UserEntity)).map(({ passwordHash }) => passwordHash)];
    };
    const before = await rowsOf(first);
    await first.close();
    const second = await Gateway.create(config, { log });
    const after = await rowsOf(second);
    await second.close();
    await own.drop();
    expect([status, me.text.includes('"SuperAdmin"')]).toEqual([200, true]);
    expect(second.firstAdmin).toBeNull();
    expect(after).toEqual(before);
    expect(log.lines.join('')).not.toContain(password);
  });

  it('REL-14: a configured password is not told again', async () => {
    const own = await createTestDatabase();
    const gateway = await Gateway.create(testConfig(own.url), { log: new CapturedLog() });
    const { firstAdmin } = gateway;
    await gateway.close();
    await own.drop();
    expect(firstAdmin).toEqual({ username: 'admin', generatedPassword: null });
  });

  it('REL-11: without its database a gateway is alive and within two seconds not ready', async () => {
    const gateway = await TestGateway.start();
    const get = (path: string) => fetch(`${gateway.origin}/health/${path}`);
    const ready = await get('ready');
    await gateway.gateway.app.get(Database).close();
    gateway.clock.advance(1_001);
    const began = performance.now();
    const [live, unready] = [await get('live'), await get('ready')];
    const took = performance.now() - began;
    const checks: unknown = await unready.json();
    await gateway.close();
    expect([ready.status, live.status, unready.status]).toEqual([200, 200, 503]);
    expect(took).toBeLessThan(2_000);
    expect(checks).toEqual({ status: 'unavailable', checks: { database: 'down', draining: false } });
  });

  it('REL-11: a database that hangs makes it not ready within two seconds, and is asked once a second at most', async () => {
    const gateway = await TestGateway.start();
    gateway.clock.advance(1_001);
    const ping = jest
      .spyOn(gateway.gateway.app.get(Database), 'ping')
      .mockReturnValue(new Promise<void>(() => undefined));
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${gateway.origin}/health/ready`)));
    const took = performance.now() - began;
    const asked = ping.mock.calls.length;
    ping.mockRestore();
    await gateway.close();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(took).toBeLessThan(2_500);
    expect(asked).toBe(1);
  });

  it('REL-11: what /health and /metrics tell is nothing to an outsider', async () => {
    const gateway = await TestGateway.start();
    const live = await (await fetch(`${gateway.origin}/health/live`)).text();
    const ready = await (await fetch(`${gateway.origin}/health/ready`)).text();
    const metrics = await fetch(`${gateway.origin}/metrics`, { headers: { Authorization: 'Bearer null' } });
    const told = await metrics.text();
    await gateway.close();
    expect(live).toBe('{"status":"ok"}');
    expect(ready).toBe('{"status":"ok","checks":{"database":"up","draining":false}}');
    expect([metrics.status, told.includes('brandgate_')]).toEqual([403, false]);
  });

  it('REL-07: a drain says "not ready" first, serves what is in flight, takes nothing new and writes presence back', async () => {
    const own = await createTestDatabase();
    const gateway = await TestGateway.start({ database: own });
    const { app } = gateway.gateway;
    await gateway.setGatewaySetting('drainSeconds', 0);
    const client = gateway.client('localhost').with({ 'X-Device-Code': 'D-1' });
    const { data } = await client.signIn(ADMIN.username, ADMIN.password);
    const signedIn = client.with({ 'Auth-Key': data.authKey });
    await signedIn.get('users/me');
    gateway.clock.advance(1_000_000);
    await signedIn.get('users/me');
    // Holds the sign-in where it computes its hash, until the drain is well under way.
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const hasher = app.get(PasswordHasher);
    const verify = hasher.verify.bind(hasher);
    let isIn: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (isIn = resolve));
    let waiting = 0;
    jest.spyOn(hasher, 'verify').mockImplementation(async (...args: Parameters<typeof verify>) => {
      if ((waiting += 1) === 2) isIn();
      await held;
      return verify(...args);
    });
    // Without a device: only the write-back can move the link's last access. One connection is merely kept, one asks again.
    const kept = gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    const body = JSON.stringify(ADMIN);
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(
      `POST /api/v1/users/auth HTTP/1.1\r\nHost: gw\r\nBrand-URL: localhost\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    await arrived;
    const drained = gateway.gateway.drain();
    const { isReady, checks } = await app.get(Readiness).check();
    while (app.getHttpServer().listening) await new Promise((resolve) => setTimeout(resolve, 5));
    const refused = await fetch(`${gateway.origin}/health/live`).then(
      () => 'served',
      () => 'refused',
    );
    socket.write('GET /api/v1/no/such/route HTTP/1.1\r\nHost: gw\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    goOn();
    const [answers, { status }] = await Promise.all([text(socket), kept]);
    await drained;
    const took = performance.now() - began;
    const after = await TestGateway.start({ database: own });
    const [link] = await after.store.find(UserDeviceEntity);
    const events = await after.store.find(AuditEventEntity);
    await after.close();
    await own.drop();
    expect([isReady, checks.draining, refused]).toEqual([false, true, 'refused']);
    expect(status).toBe(200);
    expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404']);
    expect(answers.slice(answers.indexOf('HTTP/1.1 404'))).toMatch(/^connection: close\r?$/im);
    // Nobody waits for connections that are merely kept.
    expect(took).toBeLessThan(1_000);
    expect(link?.lastAccessAt ?? 0).toBeGreaterThan(gateway.clock.now() - 100_000);
    expect(events.filter(({ event }) => event === 'auth.login')).toHaveLength(3);
  });

  it('JFW-GEN-14, SEC-LOG-01: no secret of any road reaches the log or the audit trail', async () => {
    const gateway = await TestGateway.start();
    const canaries = ['password-canary-1', 'token-canary-2', 'refresh-canary-3', 'bgk_key-canary-4', 'query-canary-5'];
    const [password = '', token = '', refresh = '', key = '', query = ''] = canaries;
    const client = gateway.client('localhost').with({ 'X-Correlation-ID': 'trace-of-canaries' });
    const device = { 'X-Device-Code': 'D-1', 'X-Device-Token': token };
    const { data } = await client.signIn(ADMIN.username, ADMIN.password, device);
    const signedIn = client.with({ 'Auth-Key': data.authKey, ...device });
    await client.signIn(password, password);
    await client.post('users/auth', `{"username":"${password}","password":`);
    await client.post('users/auth', { username: [password], password: { [password]: password } });
    await client.post('users/register', { username: 'ada.lovelace', password, authKey: key });
    await client.refresh(refresh, device);
    await client.with({ 'Auth-Key': key }).get(`users/me?authKey=${query}&token=${query}`);
    await client.get(`no/such/${query}?password=${query}`);
    await signedIn.post('users/check-auth-key-available', { authKey: key });
    const next = await client.refresh(data.refreshAuthKey, device);
    await client.with({ 'Auth-Key': next.data.authKey, ...device }).post('users/auth/logout');
    const broken = jest
      .spyOn(gateway.gateway.app.get(PasswordHasher), 'verify')
      .mockRejectedValueOnce(new TypeError('unexpected'));
    await client.signIn(ADMIN.username, password);
    broken.mockRestore();
    await gateway.flush();
    const audit = JSON.stringify(await gateway.store.find(AuditEventEntity));
    const lines = [...gateway.log.lines];
    await gateway.close();
    const keys = [data.authKey, data.refreshAuthKey, next.data.authKey, next.data.refreshAuthKey];
    for (const secret of [...canaries, ...keys, ADMIN.password]) {
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
      expect(audit).not.toContain(secret);
    }
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.filter(({ correlationId }) => correlationId === 'trace-of-canaries').length).toBeGreaterThan(5);
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });
});
