import { describeEngine } from '../../support/describe-engine';
import { type RawAnswer, sendRaw } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const HEAD = 'GET /api/v1/users/me HTTP/1.1\r\nHost: gw\r\n';

describeEngine('below the application', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    gateway.gateway.app.getHttpServer().headersTimeout = 300;
  });
  afterAll(() => gateway.close());
  afterEach(async () => {
    // Whatever was sent, the process goes on serving.
    expect((await fetch(`${gateway.origin}/health/live`)).status).toBe(200);
  });

  const expectRefusal = (answer: RawAnswer, status: number, code: string): void => {
    expect(answer.status).toBe(status);
    expect(answer.head.toLowerCase()).toContain('connection: close');
    const envelope = JSON.parse(answer.body) as {
      statusCode: number;
      errors: { code: string; correlationId: string }[];
    };
    expect([envelope.statusCode, envelope.errors[0]?.code]).toEqual([status, code]);
    expect(envelope.errors[0]?.correlationId).toBeTruthy();
  };

  it('JFW-GEN-10 (T4): a head over 16 KiB is 431', async () => {
    const answer = await sendRaw(gateway.port, `${HEAD}X-Long: ${'a'.repeat(17 * 1_024)}\r\n\r\n`);
    expectRefusal(answer, 431, 'RequestHeadersTooLarge');
  });

  it('JFW-GEN-10 (T4), SEC-IN-14: more than 64 header lines are 431', async () => {
    const lines = Array.from({ length: 70 }, (_, i) => `X-Header-${i}: a\r\n`).join('');
    expectRefusal(await sendRaw(gateway.port, `${HEAD}${lines}\r\n`), 431, 'RequestHeadersTooLarge');
  });

  it('JFW-GEN-10 (T4): a head that is never finished is 408', async () => {
    expectRefusal(await sendRaw(gateway.port, HEAD, 4_000), 408, 'RequestTimeout');
  });

  it.each([
    ['a broken request line', 'NONSENSE\r\n\r\n'],
    [
      'Content-Length and Transfer-Encoding',
      `POST /api/v1/users/auth HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'two lengths',
      `POST /api/v1/users/auth HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
    ],
    ['a folded header', `${HEAD}X-A: 1\r\n b\r\n\r\n`],
    ['an upgrade', `${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
    ['no Host', 'GET /api/v1/users/me HTTP/1.1\r\n\r\n'],
  ])('SEC-IN-14 (HTTP-01): %s is 400 and ends the connection', async (_, bytes) => {
    expectRefusal(await sendRaw(gateway.port, bytes), 400, 'RequestInvalid');
  });

  it('SEC-IN-06 (HTTP-01): two Host lines are refused', async () => {
    const answer = await sendRaw(gateway.port, `${HEAD}Host: other\r\nBrand-URL: localhost\r\n\r\n`);
    expect([answer.status, answer.body.includes('HeaderConflict')]).toEqual([400, true]);
  });

  it('SEC-IN-14 (HTTP-01): nothing pipelined behind a refused request is answered', async () => {
    const answer = await sendRaw(
      gateway.port,
      `${HEAD}X-A: 1\r\n b\r\n\r\nGET /health/live HTTP/1.1\r\nHost: gw\r\n\r\n`,
    );
    expect(answer.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('SEC-IN-11: TRACE and CONNECT are 405', async () => {
    const trace = await sendRaw(gateway.port, 'TRACE /api/v1/users/me HTTP/1.1\r\nHost: gw\r\n\r\n');
    const connect = await sendRaw(gateway.port, 'CONNECT gw:80 HTTP/1.1\r\nHost: gw\r\n\r\n');
    expect([trace.status, connect.status]).toEqual([405, 405]);
  });
});
