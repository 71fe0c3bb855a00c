import { describeEngine } from '../../support/describe-engine';
import { type RawAnswer, sendRaw, utf8Bytes } from '../../support/raw-http';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const LINE = 'GET /api/v1/users/me HTTP/1.1\r\n';
const POST = 'POST /api/v1/users/auth HTTP/1.1\r\nHost: gw\r\nContent-Type: application/json\r\n';
const BEHIND = 'GET /health/live HTTP/1.1\r\nHost: gw\r\n\r\n';

describeEngine('framing and paths (SEC-IN-11, -14)', () => {
  let gateway: TestGateway;
  let headers: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    headers = `Brand-URL: localhost\r\nAuth-Key: ${data.authKey}\r\n`;
  });
  afterAll(() => gateway.close());

  const get = (target: string, host = 'Host: gw\r\n'): Promise<RawAnswer> =>
    sendRaw(gateway.port, `GET ${target} HTTP/1.1\r\n${host}${headers}\r\n`);
  const codeOf = ({ body }: RawAnswer) =>
    (JSON.parse(body) as { errors: readonly { code: string }[] }).errors[0]?.code ?? 'none';
  const answersIn = ({ text }: RawAnswer) => text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0;

  it.each([
    ['CL and TE', `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['TE and CL', `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`],
    ['two different lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['two equal lengths', `${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`],
    ['a list of lengths', `${POST}Content-Length: 2, 2\r\n\r\n{}`],
    ['a signed length', `${POST}Content-Length: +2\r\n\r\n{}`],
    ['an unknown transfer coding', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['chunked that is not last', `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a blank before the colon', `${POST}Content-Length : 2\r\n\r\n{}`],
    ['obs-fold', `${LINE}Host: gw\r\nX-A: 1\r\n 2\r\n\r\n`],
    ['obs-fold in the first line', `${LINE} Host: gw\r\n\r\n`],
    ['bare LF after the request line', `GET /api/v1/users/me HTTP/1.1\nHost: gw\r\n\r\n`],
    ['bare LF after a header', `${LINE}Host: gw\nX-A: 1\r\n\r\n`],
    ['a bare CR in a value', `${LINE}Host: gw\r\nX-A: 1\rX-B: 2\r\n\r\n`],
    ['a NUL in a value', `${LINE}Host: gw\r\nX-A: 1\0\r\n\r\n`],
    ['a bad chunk size', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['no Host', `${LINE}\r\n`],
    ['Upgrade', `${LINE}Host: gw\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`],
    ['an unknown method', 'BREW /api/v1/users/me HTTP/1.1\r\nHost: gw\r\n\r\n'],
    ['HTTP/2.0', 'GET /api/v1/users/me HTTP/2.0\r\nHost: gw\r\n\r\n'],
    ['HTTP/0.9', 'GET /api/v1/users/me\r\n\r\n'],
  ])('SEC-IN-14: %s is 400, and nothing pipelined behind it is answered', async (_, bytes) => {
    const answer = await sendRaw(gateway.port, bytes + BEHIND);
    expect([answer.status, codeOf(answer), answersIn(answer)]).toEqual([400, 'RequestInvalid', 1]);
    expect(answer.head).toMatch(/^connection: close\r?$/im);
    expect(answer.isClosed).toBe(true);
  });

  it.each([
    ['a route of the dialect', '/api/v1/users/me'],
    ['an open route', '/health/live'],
    ['the welcome page', '/'],
    ['an unknown path', '/nowhere'],
  ])('SEC-IN-06: two Host lines are refused on %s', async (_, path) => {
    for (const host of ['Host: gw\r\nHost: gw\r\n', 'Host: gw\r\nHost: evil\r\n']) {
      const answer = await get(path, host);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'HeaderConflict']);
      expect(answer.head).toMatch(/^connection: close\r?$/im);
    }
  });

  it.each([
    ['//', '/api/v1//users/me'],
    ['// in front', '//api/v1/users/me'],
    ['/./', '/api/v1/./users/me'],
    ['/../', '/api/v1/x/../users/me'],
    ['/.. at the end', '/api/v1/users/me/..'],
    ['%2e%2e', '/api/v1/x/%2e%2e/users/me'],
    ['.%2E', '/api/v1/x/.%2E/users/me'],
    ['%2f', '/api/v1/users%2fme'],
    ['%2F', '/api/v1/users%2Fme'],
    ['%5c', '/api/v1/users%5Cme'],
    ['a backslash', '/api/v1/users\\me'],
    ['%00', '/api/v1/users/me%00'],
    ['%0d%0a', '/api/v1/users/me%0d%0aX'],
    ['%7f', '/api/v1/users/me%7f'],
    ['bytes that are no UTF-8', '/api/v1/users/me/auth-keys/%ff'],
    ['a cut escape', '/api/v1/users/me/auth-keys/%4'],
  ])('SEC-IN-11: a path with %s is 400 RequestInvalid and echoes nothing', async (_, path) => {
    const answer = await get(path);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'RequestInvalid']);
    expect(answer.body).not.toContain('users');
  });

  it('SEC-IN-11: an encoded letter is no alias, once or twice encoded', async () => {
    const answers = [await get('/api/v1/users/%6de'), await get('/api/v1/users/%256de')];
    expect(answers.map(codeOf)).toEqual(['RouteNotFound', 'UserNotFound']);
  });

  it('JFW-GEN-01, SEC-IN-11: other spellings reach the same handler, guards and bucket', async () => {
    const spellings = ['/api/v1/users/me', '/API/V1/Users/ME', '/api/v1/users/me/', '/api/v1/USERS/me?x=//..%2f'];
    const answers: RawAnswer[] = [];
    for (const path of spellings) answers.push(await get(path));
    const plain = ({ body }: RawAnswer) => body;
    expect(new Set(answers.map(plain)).size).toBe(1);
    const remaining = answers.map(({ head }) => Number(/^ratelimit-remaining: (\d+)/im.exec(head)?.[1]));
    expect(remaining.map((left) => (remaining[0] ?? 0) - left)).toEqual([0, 1, 2, 3]);
    const bare = await Promise.all(spellings.map((path) => fetch(gateway.origin + path)));
    expect(bare.map(({ status }) => status)).toEqual(Array(4).fill(400));
  });

  it('JFW-GEN-01: two trailing slashes are no alias', async () => {
    expect((await get('/api/v1/users/me//')).status).toBe(400);
  });

  it('SEC-IN-11: an absolute-form target names the Host that was sent, or is refused', async () => {
    const own = await get('http://GW/api/v1/users/me?x=//');
    const other = await get('http://other/api/v1/users/me');
    const dots = await get('http://gw/api/v1/x/../users/me');
    const double = await get('http://gw/api/v1//users/me');
    const userinfo = await get('http://gw@evil/api/v1/users/me', 'Host: evil\r\n');
    expect([own, other, dots, double, userinfo].map(({ status }) => status)).toEqual([200, 400, 400, 400, 400]);
  });

  it('SEC-IN-11: OPTIONS * and an absolute-form without a path are answered, and with no 5xx', async () => {
    const star = await sendRaw(gateway.port, 'OPTIONS * HTTP/1.1\r\nHost: gw\r\n\r\n');
    const root = await sendRaw(gateway.port, 'GET http://gw HTTP/1.1\r\nHost: gw\r\n\r\n');
    expect([star.status, root.status]).toEqual([404, 200]);
  });

  it.each(['TRACE /api/v1/users/me', 'TRACE /', 'CONNECT gw:443', 'PROPFIND /api/v1/users/me'])(
    'SEC-IN-11: %s is 405 in the envelope',
    async (start) => {
      const answer = await sendRaw(gateway.port, `${start} HTTP/1.1\r\nHost: gw\r\nX-Secret: canary\r\n\r\n`);
      expect([answer.status, codeOf(answer)]).toEqual([405, 'MethodNotAllowed']);
      expect(answer.text).not.toContain('canary');
    },
  );

  it('SEC-IN-11: there is no method override', async () => {
    const answer = await sendRaw(
      gateway.port,
      `${LINE}Host: gw\r\n${headers}X-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: DELETE\r\n\r\n`,
    );
    expect(answer.status).toBe(200);
  });

  it('SEC-IN-14: 64 header lines are read, 65 are not', async () => {
    const lines = (count: number) => Array.from({ length: count - 3 }, (_, i) => `X-${i}: a\r\n`).join('');
    const [most, more] = [
      await get('/api/v1/users/me', `Host: gw\r\n${lines(64)}`),
      await get('/api/v1/users/me', `Host: gw\r\n${lines(65)}`),
    ];
    expect([most.status, more.status, codeOf(more)]).toEqual([200, 431, 'RequestHeadersTooLarge']);
  });

  it('SEC-IN-12: what is refused below the application has the security headers and an id of its own', async () => {
    const [one, two] = [
      await sendRaw(gateway.port, 'NONSENSE\r\n\r\n'),
      await sendRaw(gateway.port, 'NONSENSE\r\n\r\n'),
    ];
    for (const pattern of [
      /^cache-control: no-store\r?$/im,
      /^x-content-type-options: nosniff\r?$/im,
      /^vary: Brand-URL, Origin\r?$/im,
    ])
      expect(one.head).toMatch(pattern);
    expect(one.head).not.toMatch(/^(server|x-powered-by):/im);
    const idOf = ({ head }: RawAnswer) => /^x-correlation-id: (\S+)/im.exec(head)?.[1];
    expect(idOf(one)).not.toBe(idOf(two));
    expect(one.body).toContain(idOf(one));
  });

  it('SEC-IN-14: garbage of every kind leaves the process serving', async () => {
    const garbage = [
      '\0\0\0\0',
      '\x16\x03\x01\x02\x00\x01',
      utf8Bytes('ĞET / HTTP/1.1\r\n\r\n'),
      'GET',
      '\r\n\r\n\r\n',
    ];
    await Promise.all(garbage.map((bytes) => sendRaw(gateway.port, bytes, 200)));
    expect((await get('/api/v1/users/me')).status).toBe(200);
  });
});
