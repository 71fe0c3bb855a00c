import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describeEngine } from '../../support/describe-engine';
import { sendRaw } from '../../support/raw-http';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const LOTS = { limit: 100_000, seconds: 60 };

describeEngine('bodies of the native dialect', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const settings = { rateLimits: { login: LOTS, loginIdentifier: LOTS } };
    await gateway.updateBrand(await gateway.platformId(), { settings });
  });
  afterAll(() => gateway.close());

  const post = (init: RequestInit, headers: Record<string, string> = {}) =>
    fetch(`${gateway.origin}/api/v1/users/auth`, {
      method: 'POST',
      headers: { 'Brand-URL': 'localhost', 'Content-Type': 'application/json', ...headers },
      ...init,
    });
  const login = async (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) => {
    const response = await post({ body }, headers);
    return { status: response.status, text: await response.text() };
  };

  it.each([
    ['application/json', 200],
    ['application/json; charset=UTF-8', 200],
    ['application/json;charset="utf-8"', 200],
    ['application/vnd.api+json', 200],
    ['APPLICATION/JSON', 200],
    ['application/json; charset=latin1', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/jsonx', 415],
  ])('JFW-GEN-02: a sign-in as %s is %d', async (type, status) => {
    expect((await login(JSON.stringify(ADMIN), { 'Content-Type': type })).status).toBe(status);
  });

  it('JFW-GEN-02: a body without Content-Type is 415', async () => {
    const body = JSON.stringify(ADMIN);
    const answer = await sendRaw(
      gateway.port,
      `POST /api/v1/users/auth HTTP/1.1\r\nHost: gw\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect([answer.status, answer.body.includes('UnsupportedMediaType')]).toEqual([415, true]);
  });

  it('JFW-GEN-03: 102,400 bytes are read, one more is 413, with and without a stated length', async () => {
    const bare = JSON.stringify({ ...ADMIN, filler: '' });
    const filled = (bytes: number) => bare.replace(/"}$/, `${'a'.repeat(bytes - bare.length)}"}`);
    const chunked = (text: string) => post({ body: new Blob([text]).stream(), duplex: 'half' });
    const stated = [await login(filled(102_400)), await login(filled(102_401))];
    const unstated = [await chunked(filled(102_400)), await chunked(filled(102_401))];
    expect([...stated, ...unstated].map(({ status }) => status)).toEqual([200, 413, 200, 413]);
  });

  it('JFW-GEN-03, SEC-IN-09: a gzip bomb is 413 before it is whole', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1_024 * 1_024, 0x20)).toString('latin1');
    const head = [
      'POST /api/v1/users/auth HTTP/1.1',
      ...['Host: gw.localhost', 'Brand-URL: localhost', 'Content-Type: application/json', 'Content-Encoding: gzip'],
      ...[`Content-Length: ${bomb.length}`, '', ''],
    ].join('\r\n');
    // The rest never comes: whoever waits for it waits for ever.
    const { status } = await sendRaw(gateway.port, `${head}${bomb.slice(0, bomb.length / 2)}`, 10_000);
    expect(status).toBe(413);
  });

  it('JFW-GEN-03, SEC-IN-09: a gzip bomb is 413, a broken one 400, an unknown coding 415', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1_024 * 1_024, 0x20));
    expect((await login(bomb, { 'Content-Encoding': 'gzip' })).status).toBe(413);
    const broken = await login(randomBytes(64), { 'Content-Encoding': 'gzip' });
    const cut = await login(gzipSync(JSON.stringify(ADMIN)).subarray(0, 30), { 'Content-Encoding': 'gzip' });
    const unknown = await login('x', { 'Content-Encoding': 'zstd-x' });
    expect([broken.status, cut.status, unknown.status]).toEqual([400, 400, 415]);
    expect((await login(JSON.stringify(ADMIN))).status).toBe(200);
  });

  it.each([
    ['a raw byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])],
    ['bytes that are no UTF-8', Buffer.from('{"username":"\xff","password":"x"}', 'latin1')],
    ['UTF-8 of a surrogate', Buffer.from('{"username":"\xed\xa0\x80","password":"x"}', 'latin1')],
    ['a NUL byte', Buffer.from('{"username":"\0","password":"x"}')],
    ['constructor, nested', Buffer.from('{"a":{"constructor":1}}')],
    ['prototype, in an array', Buffer.from('{"a":[{"prototype":1}]}')],
    ['a duplicate in an inner object', Buffer.from('{"a":{"b":1,"b":1}}')],
    ['a number that is not finite', Buffer.from('{"a":1e400}')],
    ['5,001 values', Buffer.from(`{"a":[${'1,'.repeat(5_000)}1]}`)],
    ['NaN', Buffer.from('{"a":NaN}')],
    ['a comment', Buffer.from('{"a":1}/**/')],
  ])('SEC-IN-08 (T12): a body with %s is 400 and echoes nothing', async (_, body) => {
    const { status, text } = await login(new Uint8Array(body));
    expect([status, (JSON.parse(text) as { errors: { code: string }[] }).errors[0]?.code]).toEqual([
      400,
      'RequestInvalid',
    ]);
    expect(text).not.toMatch(/position|token|Unexpected|constructor|prototype/);
  });

  it('SEC-IN-08: sixteen levels are read', async () => {
    const deep = `{"username":${JSON.stringify(ADMIN.username)},"password":${JSON.stringify(ADMIN.password)},"a":${'['.repeat(15)}${']'.repeat(15)}}`;
    expect((await login(deep)).status).toBe(200);
  });
});
