import { hashSync } from 'bcryptjs';
import { UserEntity } from '../../../src/core/users/user.entity';
import { describeEngine } from '../../support/describe-engine';
import { sendRaw } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const BODY = '{"username":"john.doe","emailAddress":"john.doe","password":"password"}';

describeEngine('the request of the public page, byte for byte', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const brandId = await gateway.addBrand('text');
    await gateway.addUser(brandId, { username: 'john.doe', passwordHash: hashSync('password', 4) });
  });
  afterAll(() => gateway.close());

  const page = (): string =>
    [
      'POST /api/v1/users/auth HTTP/1.1',
      `Host: 127.0.0.1:${gateway.port}`,
      'Brand-URL: text',
      'Content-Type: application/json',
      'Accept: */*',
      'Content-Length: 71',
      '',
      BODY,
    ].join('\r\n');

  it('JFW-AUTH-01, §25 rows 9 to 26: answers 200 in the documented shape', async () => {
    expect(Buffer.byteLength(BODY)).toBe(71);
    const answer = await sendRaw(gateway.port, page());
    const envelope = JSON.parse(answer.body) as { data: Record<string, string> };
    expect(answer.status).toBe(200);
    expect(Object.keys(envelope)).toEqual(['success', 'statusCode', 'message', 'data', 'errors']);
    expect(envelope).toMatchObject({
      success: true,
      statusCode: 200,
      message: 'The request was successful.',
      errors: [],
    });
    expect(Object.keys(envelope.data)).toEqual([
      ...['id', 'username', 'emailAddress', 'phoneNumber', 'authKey', 'refreshAuthKey', 'expiresIn'],
    ]);
    expect(envelope.data['username']).toBe('john.doe');
    expect(envelope.data['authKey']).toMatch(/^bgk_[A-Za-z0-9_-]{49}$/);
    expect(envelope.data['refreshAuthKey']).toMatch(/^bgr_[A-Za-z0-9_-]{49}$/);
    expect(envelope.data['expiresIn']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('SEC-PW-03: the imported hash is replaced at that sign-in, and the password goes on working', async () => {
    const user = await gateway.store.findOneByOrFail(UserEntity, { username: 'john.doe' });
    expect(user.passwordHash).toMatch(/^\$bg1\$/);
    expect((await sendRaw(gateway.port, page())).status).toBe(200);
  });

  it('SEC-PW-07 (T66): nobody can choose that password today', async () => {
    const answer = await gateway.client('text').post('users/register', { username: 'jane.doe', password: 'password' });
    expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, 'PasswordInvalidFormat', 'password']);
  });
});
