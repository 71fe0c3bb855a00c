import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand, OLD_PASSWORD, probe } from '../../support/dreamfactory-brand';
import { TestGateway } from '../../support/start-gateway';

const NEW_PASSWORD = 'violet harbour mango';
const SUCCESS = '{"success":true}';
const MISMATCH = 'The password supplied does not match.';
const BLACKLISTED = 'The token has been blacklisted: Session terminated. Please re-login.';

describeEngine('a changed password in the DreamFactory dialect', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
  });
  afterAll(() => gateway.close());

  async function signedIn(type: 'EndUser' | 'Admin' = 'EndUser', password = OLD_PASSWORD) {
    const user = await brand.person(type);
    const path = type === 'Admin' ? 'system/admin/password' : 'user/password';
    const code = await brand.code(user.emailAddress, path);
    const body = { email: user.emailAddress, code, new_password: password };
    const { token = '' } = await brand.client.post(`${path}?login=true`, body);
    return { user, path, token, client: brand.client.with({ 'X-DreamFactory-Session-Token': token }) };
  }

  it('DF-PWD-03, -04 (P01): ends the session that asks as well', async () => {
    const { client, user, token } = await signedIn();
    const answer = await client.post('user/password', { old_password: OLD_PASSWORD, new_password: NEW_PASSWORD });
    expect([answer.status, answer.text]).toEqual([200, SUCCESS]);
    const next = await probe(brand.client, token);
    expect([next.status, next.message]).toEqual([403, BLACKLISTED]);
    expect(await brand.signInStatus(user, OLD_PASSWORD)).toBe(401);
    expect(await brand.signInStatus(user, NEW_PASSWORD)).toBe(200);
  });

  it('DF-PWD-04 (P02): login=true answers with a session of its own', async () => {
    const { client, token } = await signedIn();
    const body = { old_password: OLD_PASSWORD, new_password: NEW_PASSWORD };
    const answer = await client.post('user/password?login=true&reset=false', body);
    expect(answer.body).toEqual({ success: true, session_token: expect.stringMatching(/^eyJ0eXAiOiJKV1Qi/) });
    expect(answer.token).not.toBe(token);
    expect((await probe(brand.client, answer.token ?? '')).message).toBe(MISMATCH);
  });

  it('DF-PWD-02 (P03): a wrong old password changes nothing and counts toward the lock', async () => {
    const { client, user } = await signedIn();
    for (let i = 0; i < 10; i += 1) {
      const answer = await client.post('user/password', { old_password: 'bad', new_password: NEW_PASSWORD });
      expect([answer.status, answer.message]).toEqual([400, MISMATCH]);
    }
    const locked = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    expect(locked.code).toBe('UserLocked');
  });

  it('DF-PWD-01: needs both passwords; a missing token is another branch', async () => {
    const { client, token } = await signedIn();
    expect((await client.post('user/password', { old_password: OLD_PASSWORD })).message).toBe(
      'Both old and new password are required to change the password.',
    );
    const body = { old_password: OLD_PASSWORD, new_password: NEW_PASSWORD };
    expect((await brand.client.post('user/password', body)).message).toBe(
      'Not enough information provided to change password.',
    );
    expect((await brand.client.post(`user/password?session_token=${token}`, body)).text).toBe(SUCCESS);
  });

  it('DF-PWD-02: the account is of the kind of the path', async () => {
    const admin = await signedIn('Admin');
    const body = { old_password: OLD_PASSWORD, new_password: NEW_PASSWORD };
    const refused = await admin.client.post('user/password', body);
    expect([refused.status, refused.message]).toEqual([
      401,
      `You are not authorized to reset/change password for the account ${admin.user.emailAddress}`,
    ]);
    expect((await admin.client.post(admin.path, body)).text).toBe(SUCCESS);
    const { client } = await signedIn();
    expect((await client.post('system/admin/password', body)).status).toBe(401);
  });

  it('DF-PWD-17: the new password meets the minimum of the dialect', async () => {
    const { client, user } = await signedIn();
    const answer = await client.post('user/password', { old_password: OLD_PASSWORD, new_password: 'only.15.letters' });
    expect([answer.status, answer.message, answer.body]).toEqual([
      400,
      'Validation failed',
      { error: expect.objectContaining({ context: { password: [expect.any(String)] } }) },
    ]);
    expect(await brand.signInStatus(user, OLD_PASSWORD)).toBe(200);
  });

  it('DF-TOK-03, §6: the rows of the table, in their order', async () => {
    const { user, token, client } = await signedIn();
    const [header = '', claims = '', signature = ''] = token.split('.');
    const other = await DreamFactoryBrand.make(gateway, `other-${user.number}.example`);
    const foreign = await other.token((await other.person()).emailAddress, OLD_PASSWORD);
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const told = async (text: string) => {
      const { status, message } = await probe(brand.client, text);
      return `${status} ${message ?? ''}`;
    };
    const unsigned = 'Invalid token: Token Signature could not be verified.';
    expect(await told('abc')).toBe('401 Invalid token: Wrong number of segments');
    expect(await told(`${token}.x`)).toBe('401 Invalid token: Wrong number of segments');
    expect(await told(`${header}..${signature}`)).toBe('401 Invalid token: Malformed token');
    expect(await told(`${header}=.${claims}.${signature}`)).toBe('401 Invalid token: Malformed token');
    expect(await told(`a.b.c`)).toBe('401 Invalid token: Could not decode token: invalid encoding');
    expect(await told(`${header}.!!!.${signature}`)).toBe(
      '401 Invalid token: Could not decode token: invalid encoding',
    );
    expect(await told(`${header}.${claims}.AAAA`)).toBe(`401 ${unsigned}`);
    expect(await told(`${encoded({ typ: 'JWT', alg: 'none' })}.${claims}.AAAA`)).toBe(`401 ${unsigned}`);
    expect(await told(`${encoded({ typ: 'JWT', alg: 'HS256', kid: 'x' })}.${claims}.AAAA`)).toBe(`401 ${unsigned}`);
    expect(await told(`${header}.${encoded({ brand: 'x' })}.${signature}`)).toBe(`401 ${unsigned}`);
    expect(await told(foreign)).toBe('401 Invalid token: User verification failed.');
    expect(await told(token)).toBe(`400 ${MISMATCH}`);
    await gateway.setUser(user, { status: 'Suspended' });
    expect(await told(token)).toBe('403 User is not active.');
    await gateway.setUser(user, { status: 'Active' });
    await client.post('user/password', { old_password: OLD_PASSWORD, new_password: NEW_PASSWORD });
    expect(await told(token)).toBe(`403 ${BLACKLISTED}`);
    gateway.clock.advance(1_440 * 60_000);
    expect(await told(token)).toBe(
      '401 Token has expired: Session expired. Please refresh your token (if still within refresh window) or re-login.',
    );
  });
});
