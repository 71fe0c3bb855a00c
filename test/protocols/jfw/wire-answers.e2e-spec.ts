import { SessionList } from '../../../src/core/auth-keys/session-list';
import { Database } from '../../../src/storage/database';
import { describeEngine } from '../../support/describe-engine';
import { JfwClient } from '../../support/jfw-client';
import { sendRaw } from '../../support/raw-http';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const MEMBERS = ['success', 'statusCode', 'message', 'data', 'errors'];
const EVERYWHERE = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  vary: 'Brand-URL, Origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  server: null,
  'x-powered-by': null,
  etag: null,
};
const LOTS = { limit: 100_000, seconds: 60 };

interface Envelope {
  readonly success: boolean;
  readonly statusCode: number;
  readonly message: string;
  readonly data: unknown;
  readonly errors: readonly { code: string; message: string; details: string; correlationId: string }[];
}

describeEngine('answers of the native dialect', () => {
  let gateway: TestGateway;
  let signedIn: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start({ env: { BRANDGATE_PUBLIC_URL: 'https://gw.example' } });
    await gateway.updateBrand(await gateway.platformId(), {
      settings: { rateLimits: { login: LOTS, loginIdentifier: LOTS } },
    });
    await gateway.addBrand('a.example', { domainWhiteListURLs: 'https://app.a.test https://shop.test:8443/any/path' });
    await gateway.addBrand('b.example');
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    signedIn = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  });
  afterAll(() => gateway.close());

  const send = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${gateway.origin}/api/v1/${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const login = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
    send('users/auth', {
      method: 'POST',
      headers: { 'Brand-URL': 'localhost', 'Content-Type': 'application/json', ...headers },
      body,
    });
  const whileStoreFails = async <T>(fault: Error, work: () => Promise<T>): Promise<T> => {
    const broken = jest.spyOn(gateway.gateway.app.get(SessionList), 'of').mockRejectedValue(fault);
    return work().finally(() => broken.mockRestore());
  };
  const lost = () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:3306'), { code: 'ECONNREFUSED' });

  /** Every kind of failure that can be had without waiting, by the code it ends in. */
  const failures: Readonly<Record<string, () => Promise<{ status: number; headers: Headers; text: string }>>> = {
    RequestInvalid: () => login('{'),
    BrandUrlInvalid: () => send('users/me', { headers: { 'Brand-URL': 'a b' } }),
    AuthKeyRequired: () => send('users/me', { headers: { 'Brand-URL': 'localhost' } }),
    UserCredentialsIncorrect: () => login(JSON.stringify({ username: 'nobody.here', password: 'wrong password' })),
    BrandNotFound: () => send('users/me', { headers: { 'Brand-URL': 'unknown.example' } }),
    RouteNotFound: () => send('no/such/route'),
    MethodNotAllowed: () => send('users/auth', { method: 'PATCH' }),
    PayloadTooLarge: () => login('"'.padEnd(102_401, 'a')),
    UnsupportedMediaType: () => login('{}', { 'Content-Type': 'application/xml' }),
    InternalError: () =>
      whileStoreFails(new TypeError('SELECT secret FROM users'), () => signedIn.get('users/me/auth-keys')),
    ServiceUnavailable: () => whileStoreFails(lost(), () => signedIn.get('users/me/auth-keys')),
  };

  const failed = (code: string) => failures[code]?.() ?? send(code);

  it.each(Object.keys(failures))(
    'JFW-ENV-01 to -07 (T15), SEC-WEB-04: %s is a whole envelope with every header',
    async (code) => {
      const { status, headers, text } = await failed(code);
      const envelope = JSON.parse(text) as Envelope;
      const [first] = envelope.errors;
      expect(Object.keys(envelope)).toEqual(MEMBERS);
      expect([envelope.success, envelope.statusCode, envelope.data]).toEqual([false, status, null]);
      expect([first?.code, first?.details]).toEqual([code, first?.message]);
      expect(first?.correlationId).toBe(headers.get('x-correlation-id'));
      // The one code whose items have texts of their own (JFW-ENV-07).
      const { message } = code === 'RequestInvalid' ? { message: 'The request was invalid.' } : { ...first };
      expect(envelope.message).toBe(message);
      expect(Object.fromEntries(Object.keys(EVERYWHERE).map((name) => [name, headers.get(name)]))).toEqual(EVERYWHERE);
      expect(text).not.toMatch(/SELECT|ECONN|3306|TypeError|\bat \//);
    },
  );

  it('JFW-ENV-02 to -04 (T15), JFW-GEN-12: successes say 200, or 201 where something came to be', async () => {
    const brand = { name: 'Brand C', abbr: 'C', setting: { domain: 'c.example' } };
    const answers = [
      await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password),
      await signedIn.get('users/me'),
      await signedIn.post('brands', brand),
      await signedIn.delete('users/me/auth-keys?exceptCurrent=true'),
    ];
    expect(answers.map(({ status, statusCode }) => [status, statusCode])).toEqual(
      [200, 200, 201, 200].map((s) => [s, s]),
    );
    for (const { text } of answers) {
      const envelope = JSON.parse(text) as Envelope;
      expect(Object.keys(envelope)).toEqual(MEMBERS);
      expect([envelope.success, envelope.message, envelope.errors]).toEqual([true, 'The request was successful.', []]);
    }
    expect(answers[3]?.data).toBe(true);
  });

  it.each([
    ['DELETE', 'users/me', 'GET, HEAD'],
    ['GET', 'users/auth', 'POST'],
    ['PUT', 'brands', 'GET, HEAD, POST'],
    ['POST', 'Brands/By-Url/', 'GET, HEAD'],
    ['OPTIONS', 'users/me', 'GET, HEAD'],
  ])('JFW-GEN-08: %s %s is 405 and allows %s', async (method, path, allow) => {
    const { status, headers, text } = await send(path, { method, headers: { 'Brand-URL': 'localhost' } });
    expect([status, headers.get('allow')]).toEqual([405, allow]);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ code: 'MethodNotAllowed' }] });
  });

  it('JFW-GEN-08: neither asks for a key nor a brand', async () => {
    const statuses = await Promise.all([send('no/such/route'), send('users/me', { method: 'PUT' })]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 405]);
  });

  it('JFW-GEN-10: a path that belongs to no dialect is answered in this form', async () => {
    const response = await fetch(`${gateway.origin}/wp-login.php`);
    expect([response.status, await response.json()]).toMatchObject([404, { errors: [{ code: 'RouteNotFound' }] }]);
  });

  it.each(['users/me', 'no/such/route', 'users/auth'])(
    'JFW-GEN-07: HEAD of %s has the head of GET and no body',
    async (path) => {
      const [get, head] = [
        await send(path, { headers: signedIn.headers }),
        await send(path, { method: 'HEAD', headers: signedIn.headers }),
      ];
      // `fetch` itself ends the connection after a HEAD.
      const stable = ({ headers }: { headers: Headers }) =>
        [...headers].filter(([name]) => !/^(date|connection|keep-alive|x-correlation-id|.*ratelimit-.*)$/.test(name));
      expect([head.status, head.text, stable(head)]).toEqual([get.status, '', stable(get)]);
    },
  );

  it.each([
    ['the longest', 'a'.repeat(64), true],
    ['every character', 'AZaz09._-', true],
    ['one too many', 'a'.repeat(65), false],
    ['blanks', 'a b', false],
    ['a quote', 'a"b', false],
    ['markup', '<script>', false],
  ])('JFW-GEN-11: a correlation id of %s', async (_, sent, isEchoed) => {
    const { headers, text } = await send('no/such/route', { headers: { 'X-Correlation-ID': sent } });
    const id = headers.get('x-correlation-id') ?? '';
    if (isEchoed) expect(id).toBe(sent);
    else expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect((JSON.parse(text) as Envelope).errors[0]?.correlationId).toBe(id);
  });

  it('JFW-GEN-11: repeated ids are replaced, absent ones made, and no two alike', async () => {
    const raw = await sendRaw(
      gateway.port,
      'GET /api/v1/x HTTP/1.1\r\nHost: gw\r\nX-Correlation-ID: a\r\nX-Correlation-ID: a\r\n\r\n',
    );
    const made = await Promise.all([send('x'), send('x')]);
    expect(raw.head).toMatch(/x-correlation-id: [0-9a-f-]{36}\r?$/im);
    expect(new Set(made.map(({ headers }) => headers.get('x-correlation-id'))).size).toBe(2);
  });

  it.each([
    ['a listed origin', 'https://app.a.test', true],
    ['a listed origin with port, of a listed URL', 'https://shop.test:8443', true],
    ['a verified domain over https', 'https://b.example', true],
    ['the domain over http', 'http://b.example', false],
    ['another host', 'https://evil.example', false],
    ['a look-alike', 'https://b.example.evil.test', false],
    ['null', 'null', false],
  ])('JFW-GEN-13 (T61): a preflight from %s', async (_, origin, isGranted) => {
    const headers = {
      Origin: origin,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'auth-key',
    };
    const answer = await send('users/me', { method: 'OPTIONS', headers });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBe(isGranted ? origin : null);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')).toContain('Origin');
    const allowed = (answer.headers.get('access-control-allow-headers') ?? '').toLowerCase();
    for (const name of [
      'brand-url',
      'brandurl',
      'auth-key',
      'authkey',
      'device-code',
      'x-device-code',
      'content-type',
      'authorization',
      'x-correlation-id',
    ])
      expect(allowed.split(', ').includes(name)).toBe(isGranted);
  });

  it('JFW-GEN-13 (T61): the request itself is readable under the origin’s own brand alone', async () => {
    const under = async (domain: string) =>
      (await gateway.client(domain).with({ Origin: 'https://app.a.test' }).get('brands/by-url')).headers;
    const [own, other] = [await under('a.example'), await under('b.example')];
    expect([own.get('access-control-allow-origin'), other.get('access-control-allow-origin')]).toEqual([
      'https://app.a.test',
      null,
    ]);
    expect(own.get('access-control-expose-headers')).toContain('X-Device-Status');
    expect(own.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['*/*', 'text/html', 'application/xml;q=0.9', ''])(
    'JFW-GEN-05: Accept %j is answered in JSON',
    async (accept) => {
      const { status, headers } = await send('users/me', { headers: { ...signedIn.headers, Accept: accept } });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    },
  );

  it('JFW-GEN-09: a store that is away on the way in is 503 with Retry-After, not 401', async () => {
    const unknown = gateway.client('a.example').with({ 'Auth-Key': signedIn.headers['Auth-Key'] ?? '' });
    const database = gateway.gateway.app.get(Database);
    const broken = jest.spyOn(database, 'store', 'get').mockImplementation(() => {
      throw lost();
    });
    const answers = [await unknown.get('users/me'), await gateway.client('cold.example').get('brands/by-url')];
    broken.mockRestore();
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(2).fill([503, 'ServiceUnavailable']));
    for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });
});
