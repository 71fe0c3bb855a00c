import { gzipSync } from 'node:zlib';
import { SessionList } from '../../../src/core/auth-keys/session-list';
import { BrandgateError } from '../../../src/kernel/errors/brandgate-error';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { sendRaw } from '../../support/raw-http';
import { ADMIN, TestGateway } from '../../support/start-gateway';

describeEngine('native dialect on the wire', () => {
  let gateway: TestGateway;
  let signedIn: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    signedIn = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  });
  afterAll(() => gateway.close());

  const login = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.origin}/api/v1/users/auth`, {
      method: 'POST',
      headers: { 'Brand-URL': 'localhost', 'Content-Type': 'application/json', ...headers },
      body,
    });
  const codeOf = async (response: Response): Promise<string> => {
    const { errors } = (await response.json()) as { errors: { code: string }[] };
    return errors[0]?.code ?? 'none';
  };

  it.each([
    ['unknown path', 'GET', 'nowhere', 404, 'RouteNotFound'],
    ['wrong method', 'DELETE', 'users/me', 405, 'MethodNotAllowed'],
    ['wrong method of a path that only POSTs', 'GET', 'users/auth', 405, 'MethodNotAllowed'],
  ])('JFW-GEN-08: %s is told in the envelope', async (_, method, path, status, code) => {
    const answer = await gateway.client('localhost').send(method, path);
    expect([answer.status, answer.statusCode, answer.code]).toEqual([status, status, code]);
    expect(Object.keys(JSON.parse(answer.text) as object)).toEqual([
      'success',
      'statusCode',
      'message',
      'data',
      'errors',
    ]);
  });

  it('JFW-GEN-08: 405 names the methods there are', async () => {
    const answer = await gateway.client('localhost').send('DELETE', 'users/me');
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each([
    ['malformed', '{"username":'],
    ['an array', '[]'],
    ['a bare string', '"text"'],
    ['a number', '1'],
    ['duplicate member names', '{"username":"a","username":"b","password":"x"}'],
    ['an escaped duplicate', '{"username":"a","\\u0075sername":"b","password":"x"}'],
    ['__proto__', '{"__proto__":{"a":1},"password":"x"}'],
    ['seventeen levels', `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`],
    ['a byte order mark', '\ufeff{"username":"a","password":"x"}'],
    ['an escaped lone surrogate', '{"username":"\\ud800","password":"x"}'],
    ['text after the value', '{"username":"a","password":"x"} x'],
  ])('JFW-GEN-04, SEC-IN-08 (T12): a body that is %s is 400 RequestInvalid', async (_, body) => {
    const response = await login(body);
    expect([response.status, await codeOf(response)]).toEqual([400, 'RequestInvalid']);
  });

  it.each([['null'], ['']])('JFW-GEN-04 (T6b): the body %j is an empty object', async (body) => {
    const response = await login(body);
    const { errors } = (await response.json()) as { errors: { field?: string }[] };
    expect(errors.map(({ field }) => field)).toContain('password');
  });

  it.each([['application/x-www-form-urlencoded'], ['text/plain'], ['application/json; charset=utf-16']])(
    'JFW-GEN-02 (T12): %s is 415',
    async (type) => {
      const response = await login('{"username":"a","password":"b"}', { 'Content-Type': type });
      expect([response.status, await codeOf(response)]).toEqual([415, 'UnsupportedMediaType']);
    },
  );

  it('JFW-GEN-03: more than 102,400 bytes are 413, compressed ones as well', async () => {
    const large = JSON.stringify({ username: 'a'.repeat(102_400), password: 'b' });
    const zipped = { method: 'POST', headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' } };
    const bomb = await fetch(`${gateway.origin}/api/v1/users/auth`, { ...zipped, body: gzipSync(large) });
    expect([(await login(large)).status, bomb.status]).toEqual([413, 413]);
  });

  it('JFW-GEN-03: a compressed body is read', async () => {
    const response = await fetch(`${gateway.origin}/api/v1/users/auth`, {
      method: 'POST',
      headers: { 'Brand-URL': 'localhost', 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: gzipSync(JSON.stringify(ADMIN)),
    });
    expect(response.status).toBe(200);
  });

  it('JFW-GEN-11: a correlation id is echoed, replaced when it is odd, and in every error', async () => {
    const echoed = await gateway.client('localhost').with({ 'X-Correlation-ID': 'my.id-1' }).get('nowhere');
    const replaced = await gateway.client('localhost').with({ 'X-Correlation-ID': 'odd id!' }).get('nowhere');
    expect(echoed.headers.get('x-correlation-id')).toBe('my.id-1');
    expect(echoed.errors[0]?.correlationId).toBe('my.id-1');
    expect(replaced.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('JFW-GEN-06, SEC-WEB-04: every answer carries the security headers and no product name', async () => {
    for (const answer of [await signedIn.get('users/me'), await signedIn.get('nowhere')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('vary')).toBe('Brand-URL, Origin');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect([answer.headers.get('server'), answer.headers.get('x-powered-by')]).toEqual([null, null]);
    }
  });

  it('JFW-GEN-01: case and one trailing slash of a path do not matter', async () => {
    const spelled = await Promise.all([signedIn.get('Users/ME'), signedIn.get('users/me/')]);
    expect(spelled.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('JFW-GEN-07: HEAD has the head of GET and no body', async () => {
    const response = await fetch(`${gateway.origin}/api/v1/users/me`, { method: 'HEAD', headers: signedIn.headers });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('JFW-GEN-09: an unhandled error is 500 and says nothing of itself', async () => {
    const list = gateway.gateway.app.get(SessionList);
    const broken = jest.spyOn(list, 'of').mockRejectedValueOnce(new Error('secret table users'));
    const answer = await signedIn.get('users/me/auth-keys');
    broken.mockRestore();
    expect([answer.status, answer.code]).toEqual([500, 'InternalError']);
    expect(answer.text).not.toContain('secret');
  });

  it('JFW-GEN-09: an unreachable store is 503 with Retry-After', async () => {
    const list = gateway.gateway.app.get(SessionList);
    const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    const broken = jest.spyOn(list, 'of').mockRejectedValueOnce(lost);
    const answer = await signedIn.get('users/me/auth-keys');
    broken.mockRestore();
    expect([answer.status, answer.code]).toEqual([503, 'ServiceUnavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it('SEC-IN-13: what fails on purpose and what fails by accident are told apart', () => {
    expect(new BrandgateError('server.internal').entry.status).toBe(500);
  });

  it.each([['/api/v1//users/me'], ['/api/v1/x/../users/me'], ['/api/v1/users%2fme'], ['/api/v1/users%5cme']])(
    'SEC-IN-11: the path %s is refused',
    async (path) => {
      const answer = await sendRaw(gateway.port, `GET ${path} HTTP/1.1\r\nHost: gw\r\n\r\n`);
      expect(answer.status).toBe(400);
      expect(answer.body).toContain('RequestInvalid');
    },
  );
});
