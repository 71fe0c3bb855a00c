import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { RefusalEntity } from '../../../src/core/refusals/refusal.entity';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand, OLD_PASSWORD } from '../../support/dreamfactory-brand';
import { DreamFactoryClient } from '../../support/dreamfactory-client';
import { sendRaw } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const NOTHING = 'Not enough information provided to change password.';
const PAYLOAD = 'Unrecognized payload type';
const UNKNOWN_KEY = 'f'.repeat(64);

describeEngine('how the DreamFactory dialect is spoken to', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;
  let bare: DreamFactoryClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
    await DreamFactoryBrand.make(gateway, 'other.example');
    bare = new DreamFactoryClient(gateway.origin);
  });
  afterAll(() => gateway.close());

  const told = ({ status, message }: { status: number; message: string | undefined }) => `${status} ${message ?? ''}`;

  describe('DF-TRN-06: bodies', () => {
    it.each<[string, string | null, string, string]>([
      ['JSON', 'application/json; charset=latin1', '{"email":"a@b.c"}', `400 ${NOTHING}`],
      [
        'a form',
        'application/x-www-form-urlencoded',
        'code=y&email=a%40b.c&new_password=z',
        '400 Invalid confirmation code.',
      ],
      ['no type, JSON', null, '  {"code":"y","email":"a@b.c","new_password":"z"}', '400 Invalid confirmation code.'],
      ['no type, a form', null, 'code=y&email=a&new_password=z', '400 Invalid confirmation code.'],
      ['null', 'application/json', 'null', `400 ${NOTHING}`],
      ['JSON as a form', 'application/x-www-form-urlencoded', '{"reset":true}', `400 ${NOTHING}`],
      ['an array', 'application/json', '[]', `400 ${NOTHING}`],
      ['a number', 'application/json', '7', `400 ${PAYLOAD}`],
      ['broken JSON', 'application/json', '{"email":', `400 ${PAYLOAD}`],
      ['a member twice', 'application/json', '{"code":"x","code":"y"}', `400 ${PAYLOAD}`],
      ['a form member twice', 'application/x-www-form-urlencoded', 'code=x&code=y', `400 ${PAYLOAD}`],
      ['a prototype', 'application/x-www-form-urlencoded', '__proto__=x', `400 ${PAYLOAD}`],
      ['XML', 'text/xml', '<a/>', `400 ${PAYLOAD}`],
      ['CSV', 'text/csv', 'a,b', `400 ${PAYLOAD}`],
      ['too much', 'application/json', JSON.stringify({ a: 'x'.repeat(103_000) }), '413 Request entity too large.'],
    ])('%s', async (_, type, body, expected) => {
      const lines = ['POST /api/v2/user/password HTTP/1.1', 'Host: gw.localhost', 'Brand-URL: df.example'];
      if (type !== null) lines.push(`Content-Type: ${type}`);
      lines.push(`Content-Length: ${Buffer.byteLength(body)}`, '', body);
      const answer = await sendRaw(gateway.port, lines.join('\r\n'));
      const { error } = JSON.parse(answer.body) as { error: { message: string } };
      expect(`${answer.status} ${error.message}`).toBe(expected);
    });

    it('an empty one of any type is an empty object', async () => {
      const answer = await fetch(`${gateway.origin}/api/v2/user/password`, {
        ...{ method: 'POST', headers: { 'Brand-URL': 'df.example', 'Content-Type': 'text/xml' } },
      });
      expect(await answer.text()).toContain(NOTHING);
    });
  });

  describe('DF-TRN-07, -08: verbs and paths', () => {
    it.each(['X-HTTP-Method', 'X-Method-Override', 'X-HTTP-Method-Override'])(
      '%s names the verb of a POST',
      async (name) => {
        const answer = await brand.client.with({ [name]: 'delete' }).post('user/password', {});
        expect(told(answer)).toMatch(/^400 No session token/);
      },
    );

    it('query and body name it as well; MERGE is PATCH; nothing else is tunnelled', async () => {
      const neither = /^400 No session token/;
      expect(told(await brand.client.post('user/password?method=put', {}))).toMatch(neither);
      expect(told(await brand.client.post('user/password?_method=MERGE', {}))).toMatch(neither);
      expect(told(await brand.client.post('user/password', { _method: 'PATCH' }))).toMatch(neither);
      const wrong = await brand.client.post('user/password?method=LINK', {});
      expect(told(wrong)).toBe("405 Invalid or unsupported verb 'LINK' used in request.");
      expect(wrong.headers.get('allow')).toBe('GET, POST, PUT, PATCH, DELETE');
      expect(told(await brand.client.send('GET', 'user/password?method=POST'))).toMatch(neither);
    });

    it('a slash at the end and unknown members of the query change nothing', async () => {
      expect(told(await brand.client.post('user/password/?_=123', {}))).toBe(`400 ${NOTHING}`);
      expect(told(await brand.client.post('user/passw%6Frd', {}))).toBe(`400 ${NOTHING}`);
    });

    it.each(['user/%2e%2e/password', 'user%2fpassword', 'user%5cpassword', 'user/pass%0aword', 'user/%ff'])(
      'the path %s is none',
      async (path) => {
        const answer = await sendRaw(gateway.port, `GET /api/v2/${path} HTTP/1.1\r\nHost: gw.localhost\r\n\r\n`);
        expect(answer.body).toBe('{"error":{"code":400,"context":null,"message":"Invalid path.","status_code":400}}');
      },
    );
  });

  describe('section 4: brand and app', () => {
    it('DF-BRD-01, -02: the key names the brand, and nothing else may name another', async () => {
      const { key } = await brand.app();
      const client = bare.with({ 'X-DreamFactory-API-Key': key });
      expect(told(await client.post('user/password', {}))).toBe(`400 ${NOTHING}`);
      expect(told(await bare.post(`user/password?api_key=${key}`, {}))).toBe(`400 ${NOTHING}`);
      expect(told(await bare.post('user/password', { api_key: key }))).toBe(`400 ${NOTHING}`);
      expect(told(await client.with({ 'Brand-URL': 'other.example' }).post('user/password', {}))).toBe(
        '400 The API Key provided does not belong to the requested brand.',
      );
      expect(told(await client.with({ 'Brand-URL': 'nobody.example' }).post('user/password', {}))).toBe(
        `400 ${NOTHING}`,
      );
    });

    it('DF-BRD-03, -04: who names none is told what is missing', async () => {
      expect(told(await bare.post('user/password', {}))).toMatch(/^400 No session token \(JWT\) or API Key detected/);
      const unknown = bare.with({ 'X-DreamFactory-API-Key': UNKNOWN_KEY });
      expect(told(await unknown.post('user/password', {}))).toMatch(/^400 No API Key provided\./);
      const nobody = bare.with({ 'Brand-URL': 'nobody.example' });
      expect(told(await nobody.post('user/password', {}))).toMatch(/^400 No session token/);
      const lines = 'Host: df.example\r\nBrand-URL: df.example\r\nBrand-URL: df.example\r\nContent-Length: 0\r\n\r\n';
      const twice = await sendRaw(gateway.port, `POST /api/v2/user/password HTTP/1.1\r\n${lines}`);
      expect(twice.body).toContain('No session token');
    });

    it('DF-BRD-01: a well-signed token names it, where nothing else does', async () => {
      const { emailAddress } = await brand.person();
      const token = await brand.token(emailAddress, OLD_PASSWORD);
      const client = bare.with({ 'X-DreamFactory-Session-Token': token });
      const body = { old_password: 'wrong', new_password: 'x' };
      expect(told(await client.post('user/password', body))).toBe('400 The password supplied does not match.');
      expect(told(await client.with({ 'Brand-URL': 'other.example' }).post('user/password', body))).toBe(
        '401 Invalid token: User verification failed.',
      );
    });

    it('DF-BRD-08, -05, DF-KEY-09: two brands, a brand that is off, an app that is off', async () => {
      const hosts = 'Host: other.example\r\nBrand-URL: df.example\r\nContent-Length: 0\r\n\r\n';
      const two = await sendRaw(gateway.port, `POST /api/v2/user/password HTTP/1.1\r\n${hosts}`);
      expect(two.body).toContain('The request names more than one brand.');
      const { key } = await brand.app(false);
      expect(told(await bare.with({ 'X-DreamFactory-API-Key': key }).post('user/password', {}))).toBe(
        '403 App is not active.',
      );
      const off = await DreamFactoryBrand.make(gateway, 'off.example');
      await gateway.updateBrand(off.id, { status: 'Inactive' });
      expect(told(await off.client.post('user/password', {}))).toBe('403 Brand is not active.');
    });

    it('DF-TRN-04: a key that is sent twice is nobody’s', async () => {
      const { key } = await brand.app();
      const line = `X-DreamFactory-API-Key: ${key}\r\n`;
      const answer = await sendRaw(
        gateway.port,
        `POST /api/v2/user/password HTTP/1.1\r\nHost: gw.localhost\r\n${line}${line}Content-Length: 0\r\n\r\n`,
      );
      expect(answer.body).toContain('No API Key provided.');
    });
  });

  describe('section 7: what nobody serves, and who may ask for it', () => {
    it('rows 7 to 10: what is missing is asked for first', async () => {
      const { key } = await brand.app();
      const token = await brand.token((await brand.person()).emailAddress, OLD_PASSWORD);
      const withKey = brand.client.with({ 'X-DreamFactory-API-Key': key });
      const withToken = brand.client.with({ Authorization: `Bearer ${token}` });
      const get = (client: DreamFactoryClient) => client.send('GET', 'admin/session');
      expect(told(await get(brand.client))).toMatch(/^400 No session token/);
      expect(told(await get(withToken))).toMatch(/^400 No API Key provided\./);
      expect(told(await get(withKey))).toBe(
        "400 No session token (JWT) provided. Please provide a valid JWT using X-DreamFactory-Session-Token request header or 'session_token' url query parameter.",
      );
      const both = withToken.with({ 'X-DreamFactory-API-Key': UNKNOWN_KEY });
      expect(told(await get(both))).toBe('403 Role not found. A role may not be assigned to you or your application.');
      expect(told(await get(brand.client.with({ Authorization: 'Bearer x' })))).toBe(
        '401 Invalid token: Wrong number of segments',
      );
    });

    it('rows 15, 17, 18: an administrator is told what there is', async () => {
      const { emailAddress } = await brand.person('Admin');
      const code = await brand.code(emailAddress, 'system/admin/password');
      const body = { email: emailAddress, code, new_password: OLD_PASSWORD };
      const { token = '' } = await brand.client.post('system/admin/password?login=true', body);
      const admin = brand.client.with({ Authorization: `Bearer ${token}` });
      const ask = async (method: string, path: string) => told(await admin.send(method, path));
      expect(await ask('GET', 'admin/session')).toBe('404 Could not find a service for admin');
      expect(await ask('GET', 'Some<thing>/x')).toBe('404 Could not find a service for some&lt;thing&gt;');
      expect(await ask('GET', 'user/nothing')).toBe("404 Resource 'nothing' not found for service 'user'.");
      expect(await ask('GET', 'user/password')).toBe(
        "400 GET requests without a resource are not currently supported by the 'password' service.",
      );
      expect(await ask('POST', 'user/password/1')).toBe(
        "400 POST requests without a resource are not currently supported by the 'password' service.",
      );
      const body2 = { old_password: 'wrong', new_password: 'x' };
      expect(told(await admin.send('PUT', 'system/admin/password', body2))).toBe(
        '400 The password supplied does not match.',
      );
      expect(told(await admin.send('PATCH', 'system/admin/password', body2))).toBe(
        '400 The password supplied does not match.',
      );
    });
  });

  it('DF-TRN-12, SEC-WEB-04: what every answer carries', async () => {
    for (const answer of [await brand.client.post('user/password', {}), await bare.send('GET', 'x')]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    }
  });

  it('DF-TRN-11: a preflight allows the headers of this dialect', async () => {
    await brand.set({}, { domainWhiteListURLs: 'https://app.example' });
    const preflight = await fetch(`${gateway.origin}/api/v2/user/password`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' },
    });
    const allowed = preflight.headers.get('access-control-allow-headers') ?? '';
    for (const name of [
      'X-DreamFactory-API-Key',
      'X-HTTP-Method',
      'wrap',
      'show-loading',
      'skip-error',
      'Cache-Control',
    ]) {
      expect(allowed.split(', ')).toContain(name);
    }
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await brand.client.with({ Origin: 'https://app.example' }).post('user/password', {});
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    await brand.set({});
  });

  it('DF-ERR-06: what is refused below the application has the same form', async () => {
    const broken = await sendRaw(
      gateway.port,
      'POST /api/v2/user/password HTTP/1.1\r\nHost: x\r\nBroken header\r\n\r\n',
    );
    expect(broken.body).toBe('{"error":{"code":400,"context":null,"message":"Invalid request.","status_code":400}}');
    expect(broken.head).toContain('Connection: close');
    const long = `GET /api/v2/x HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect((await sendRaw(gateway.port, long)).body).toContain('"message":"Request header fields too large."');
  });

  it('DF-PWD-19, DF-LIM-02, -03, -05: too many tries from one address', async () => {
    const limited = await DreamFactoryBrand.make(gateway, 'limited.example');
    await limited.set(
      {},
      { rateLimits: { recovery: { limit: 2, seconds: 3_600 }, recoveryTarget: { limit: 1, seconds: 900 } } },
    );
    const { emailAddress: email } = await limited.person();
    const reset = () => limited.client.post('user/password?reset=true', { email });
    expect([(await reset()).text, (await reset()).text]).toEqual(['{"success":true}', '{"success":true}']);
    await gateway.deliver();
    expect(gateway.mail.to(email)).toHaveLength(1);
    const answer = await reset();
    expect([answer.status, answer.message]).toEqual([429, 'API limit(s) exceeded. ']);
    expect(answer.body['error']).toMatchObject({
      context: [{ id: 0, name: 'recovery', object: { rate: 2, period: 'hour' } }],
    });
    const headers = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after', 'x-ratelimit-reset'];
    const [limit, remaining, wait, at] = headers.map((name) => Number(answer.headers.get(name)));
    expect([limit, remaining]).toEqual([2, 0]);
    const late = Math.ceil(gateway.clock.now() / 1_000) + (wait ?? 0) - (at ?? 0);
    expect([0, 1, 2]).toContain(late);
  });

  it('DF-TRN-03: credentials of a query are in no log, no refusal and no line of the trail', async () => {
    const token = `${'a'.repeat(20)}.${'b'.repeat(20)}.canary-token`;
    const body = { old_password: 'canary-old-password', new_password: 'x' };
    const answer = await brand.client
      .with({ 'X-Correlation-ID': 'query-1' })
      .post(`user/password?session_token=${token}&api_key=canary-key`, body);
    expect(answer.status).toBe(401);
    await gateway.flush();
    const refusal = await gateway.store.findOneByOrFail(RefusalEntity, { correlationId: 'query-1' });
    expect([refusal.dialect, refusal.route, refusal.brandId]).toEqual([
      'dreamfactory',
      '/api/v2/user/password',
      brand.id,
    ]);
    expect(refusal.steps.find(({ name }) => name === 'resolve-token')).toMatchObject({ outcome: 'refused' });
    const kept = JSON.stringify([
      await gateway.store.find(RefusalEntity),
      await gateway.store.find(AuditEventEntity),
      gateway.log,
    ]);
    expect(kept).not.toContain('canary-');
  });
});
