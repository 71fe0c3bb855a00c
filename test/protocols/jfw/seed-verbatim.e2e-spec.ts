import { hashSync } from 'bcryptjs';
import { UserEntity } from '../../../src/core/users/user.entity';
import { describeEngine } from '../../support/describe-engine';
import { sendRaw } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const BODY = '{"username":"john.doe","emailAddress":"john.doe","password":"password"}';

/** As another system stored it. */
const IMPORTED = hashSync('password', 10);

describeEngine('the request of the public page, byte for byte', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const brandId = await gateway.addBrand('text');
    await gateway.addUser(brandId, { username: 'john.doe', passwordHash: IMPORTED });
    await gateway.addUser(brandId, { username: 'old.form', passwordHash: IMPORTED.replace('$2b$', '$2y$') });
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

  const hashOf = async (username: string) =>
    (await gateway.store.findOneByOrFail(UserEntity, { username })).passwordHash;

  it('SEC-PW-03: the imported hash is kept as it is until a password proves right', async () => {
    expect(IMPORTED).toMatch(/^\$2b\$10\$/);
    expect((await gateway.client('text').signIn('john.doe', 'passwort')).status).toBe(401);
    expect(await hashOf('john.doe')).toBe(IMPORTED);
  });

  it('JFW-AUTH-01, §25 rows 9 to 26: answers 200 in the documented shape', async () => {
    expect([Buffer.byteLength(BODY), /\s/.test(BODY)]).toEqual([71, false]);
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
    expect(await hashOf('john.doe')).toMatch(/^\$bg1\$/);
    expect((await sendRaw(gateway.port, page())).status).toBe(200);
  });

  it('SEC-PW-07 (T66): nobody can choose that password today', async () => {
    const answer = await gateway.client('text').post('users/register', { username: 'jane.doe', password: 'password' });
    expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, 'PasswordInvalidFormat', 'password']);
  });

  it('SEC-PW-03 (AUTH-02): a $2y$ hash signs in once as well and is replaced', async () => {
    expect((await gateway.client('text').signIn('old.form', 'password')).status).toBe(200);
    expect(await hashOf('old.form')).toMatch(/^\$bg1\$/);
    expect((await gateway.client('text').signIn('old.form', 'password')).status).toBe(200);
  });
});
