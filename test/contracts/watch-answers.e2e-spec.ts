import { ReadyJson } from '../../src/protocols/jfw/jfw.envelope';
import { OwnUserView } from '../../src/protocols/jfw/views/own-user.view';
import { describeEngine } from '../support/describe-engine';
import type { JfwClient } from '../support/jfw-client';
import { sendRaw } from '../support/raw-http';
import { ADMIN, TestGateway } from '../support/start-gateway';

const FAULT = /^not as in openapi\.json: GET \/api\/v1\/users\/me 200: the body is not as declared: .*'brandId'/;

describeEngine('a test cannot see an answer that is not as described', () => {
  let gateway: TestGateway;
  let client: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    client = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
    jest.spyOn(gateway.gateway.app.get(OwnUserView), 'viewOf').mockReturnValue(new ReadyJson('{"id":"1"}'));
  });
  afterAll(() => gateway.close());

  it('through the native client', async () => {
    await expect(client.get('users/me')).rejects.toThrow(FAULT);
  });

  it('through a fetch of its own', async () => {
    await expect(fetch(`${gateway.origin}/api/v1/users/me`, { headers: client.headers })).rejects.toThrow(FAULT);
  });

  it('through a socket of its own', async () => {
    const head = Object.entries(client.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = `GET /api/v1/users/me HTTP/1.1\r\nHost: gw.localhost\r\n${head.join('')}\r\n`;
    await expect(sendRaw(gateway.port, bytes)).rejects.toThrow(FAULT);
  });

  it('while what is as described passes', async () => {
    expect((await client.get('users/me/auth-keys')).status).toBe(200);
  });
});
