import { ChallengeEntity } from '../../../src/core/challenges/challenge.entity';
import { Challenges } from '../../../src/core/challenges/challenges';
import { OutboxEntity } from '../../../src/core/outbox/outbox.entity';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand, OLD_PASSWORD, probe } from '../../support/dreamfactory-brand';
import { TestGateway } from '../../support/start-gateway';

const NEW_PASSWORD = 'violet harbour mango';
const NOT_FOUND = 'The supplied email and/or confirmation code were not found in the system.';
const SUCCESS = '{"success":true}';

function refusal(status: number, message: string, context: unknown = null): string {
  return JSON.stringify({ error: { code: status, context, message, status_code: status } });
}

describeEngine('a forgotten password in the DreamFactory dialect', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
  });
  afterAll(() => gateway.close());
  afterEach(() => brand.set({}));

  const redeem = (email: string, code: string, password = NEW_PASSWORD, path = 'user/password') =>
    brand.client.post(path, { email, code, new_password: password });

  it.each([
    ['the query', 'user/password?reset=true', {}],
    ['the body', 'user/password', { reset: true }],
    ['the body as text', 'user/password', { reset: 'Yes' }],
  ])('DF-PWD-08, -15 (P06, P07): by %s mails a code and a link', async (_, path, more) => {
    const { emailAddress, username } = await brand.person();
    const answer = await brand.client.post(path, { email: emailAddress, ...more });
    expect([answer.status, answer.text]).toEqual([200, SUCCESS]);
    await gateway.deliver();
    expect(gateway.mail.to(emailAddress)).toHaveLength(1);
    const link = gateway.mail.linkTo(emailAddress);
    const code = link.searchParams.get('code') ?? '';
    expect(code).toMatch(/^[0-9A-Z]{32}$/);
    expect(gateway.mail.lastTo(emailAddress).text).toContain(`email=${encodeURIComponent(emailAddress)}`);
    expect([...link.searchParams.keys()]).toEqual(['code', 'email', 'username']);
    expect(link.searchParams.get('username')).toBe(username);
    expect(link.pathname).toBe('/pages/df-example/reset-password');
    const kept = JSON.stringify([await gateway.store.find(ChallengeEntity), await gateway.store.find(OutboxEntity)]);
    expect(kept).not.toContain(code);
  });

  it('DF-PWD-15: the link leads where the brand wants, whatever the request says', async () => {
    await brand.set({ resetUrl: 'https://app.df.example/#/reset' });
    const { emailAddress } = await brand.person('Admin');
    const headers = { 'X-Forwarded-Host': 'evil.example', Origin: 'https://evil.example' };
    await brand.client.with(headers).post('system/admin/password?reset=true', { email: emailAddress });
    await gateway.deliver();
    const link = gateway.mail.linkTo(emailAddress);
    expect([link.origin, link.hash, link.searchParams.get('admin')]).toEqual([
      'https://app.df.example',
      '#/reset',
      '1',
    ]);
  });

  it('DF-PWD-03, -10 (P11): a code sets the password once, and ends every session', async () => {
    const user = await brand.person();
    const signedIn = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    const code = await brand.code(user.emailAddress);
    const answer = await redeem(user.emailAddress, code);
    expect([answer.status, answer.text]).toEqual([200, SUCCESS]);
    expect(await brand.signInStatus(user, OLD_PASSWORD)).toBe(401);
    expect(await brand.signInStatus(user, NEW_PASSWORD)).toBe(200);
    const me = await brand.native.with({ 'Auth-Key': signedIn.data.authKey }).get('users/me');
    expect(me.code).toBe('AuthKeyInvalid');
    expect((await redeem(user.emailAddress, code)).text).toBe(refusal(404, NOT_FOUND));
  });

  it('DF-PWD-08 (P13): five wrong codes and the right one is dead; a new one lives', async () => {
    const { emailAddress } = await brand.person();
    const code = await brand.code(emailAddress);
    for (let i = 0; i < 5; i += 1) {
      expect((await redeem(emailAddress, 'A'.repeat(32))).text).toBe(refusal(404, NOT_FOUND));
    }
    expect((await redeem(emailAddress, code)).text).toBe(refusal(404, NOT_FOUND));
    expect((await redeem(emailAddress, await brand.code(emailAddress))).text).toBe(SUCCESS);
  });

  it('DF-PWD-08, -10: a replaced code, one in other letters and one of another brand are wrong', async () => {
    const other = await DreamFactoryBrand.make(gateway, 'other-df.example');
    const { emailAddress } = await brand.person();
    const first = await brand.code(emailAddress);
    const code = await brand.code(emailAddress);
    const foreign = await other.code((await other.person()).emailAddress);
    for (const wrong of [first, code.toLowerCase().replace(/^./, 'z'), foreign]) {
      expect((await redeem(emailAddress, wrong)).text).toBe(refusal(404, NOT_FOUND));
    }
    expect((await redeem(emailAddress, code)).text).toBe(SUCCESS);
  });

  it('DF-PWD-08: only the right code is told to be late', async () => {
    await brand.set({ passwordResetTtlMinutes: 5 });
    const { emailAddress } = await brand.person();
    const code = await brand.code(emailAddress);
    gateway.clock.advance(5 * 60_000);
    expect((await redeem(emailAddress, 'A'.repeat(32))).text).toBe(refusal(404, NOT_FOUND));
    expect((await redeem(emailAddress, code)).text).toBe(refusal(400, 'Confirmation code expired.'));
  });

  it.each<[object, string]>([
    [{ reset: true }, 'Missing required email for password reset confirmation.'],
    [{ code: 'x' }, 'Missing required email for password reset confirmation.'],
    [{ email: '', code: 'x' }, 'Missing required email for password reset confirmation.'],
    [{ email: 'a@b.example', code: 'x' }, 'Missing new password for reset.'],
    [{ email: 'a@b.example', code: 'y', new_password: 'z' }, 'Invalid confirmation code.'],
    [{ email: 'a@b.example', code: 'abcde', new_password: 'z' }, 'Invalid confirmation code format.'],
    [{ email: 'a@b.example', code: 'é'.repeat(32), new_password: 'z' }, 'Invalid confirmation code format.'],
    [{ email: 'a@b.example', code: '', new_password: 'z' }, 'Not enough information provided to change password.'],
    [{ email: 'a@b.example', code: ['x'], new_password: 'z' }, 'Not enough information provided to change password.'],
    [{ email: 'a@b.example', security_answer: 'z' }, 'Not enough information provided to change password.'],
    [{ email: 'a@b.example' }, 'Not enough information provided to change password.'],
    [{ old_password: 'x', new_password: 'z' }, 'Not enough information provided to change password.'],
    [{}, 'Not enough information provided to change password.'],
  ])('DF-PWD-01 (P05, P16): %j', async (body, message) => {
    expect((await brand.client.post('user/password', body)).text).toBe(refusal(400, message));
  });

  it('DF-PWD-06 (P09): an unknown address is told of where the brand wants it, and mailed nothing', async () => {
    const reset = () => brand.client.post('user/password?reset=true', { email: 'nobody@df.example' });
    expect((await reset()).text).toBe(SUCCESS);
    await gateway.deliver();
    expect(gateway.mail.to('nobody@df.example')).toEqual([]);
    await brand.set({ revealUnknownEmail: true });
    expect((await reset()).text).toBe(refusal(404, 'The supplied email was not found in the system.'));
  });

  it('DF-PWD-07, -09 (P19): the code of the other kind is mailed, and good on its own path alone', async () => {
    const { emailAddress } = await brand.person('Admin');
    const unauthorized = refusal(
      401,
      `You are not authorized to reset/change password for the account ${emailAddress}`,
    );
    const code = await brand.code(emailAddress);
    expect(gateway.mail.linkTo(emailAddress).searchParams.get('admin')).toBe('1');
    for (let i = 0; i < 6; i += 1) expect((await redeem(emailAddress, code)).text).toBe(unauthorized);
    expect((await redeem(emailAddress, code, NEW_PASSWORD, 'system/admin/password')).text).toBe(SUCCESS);
    await brand.set({ revealUnknownEmail: true });
    const told = await brand.client.post('user/password?reset=true', { email: emailAddress });
    expect(told.text).toBe(unauthorized);
    const { emailAddress: own } = await brand.person();
    const wrongPath = await redeem(own, await brand.code(own), NEW_PASSWORD, 'system/admin/password');
    expect(wrongPath.status).toBe(401);
  });

  it('DF-PWD-07: an inactive account is an unknown one', async () => {
    const user = await brand.person();
    await gateway.setUser(user, { status: 'Inactive' });
    expect((await brand.client.post('user/password?reset=true', { email: user.emailAddress })).text).toBe(SUCCESS);
    await gateway.deliver();
    expect(gateway.mail.to(user.emailAddress)).toEqual([]);
    await brand.set({ revealUnknownEmail: true });
    expect((await brand.client.post('user/password?reset=true', { email: user.emailAddress })).status).toBe(404);
  });

  it('DF-PWD-17: a password that will not do leaves the code as it is', async () => {
    const { emailAddress } = await brand.person();
    const code = await brand.code(emailAddress);
    for (let i = 0; i < 6; i += 1) {
      const { status, body } = await redeem(emailAddress, code, 'only.15.letters');
      expect([status, body['error']]).toEqual([
        400,
        { code: 400, context: { password: [expect.any(String)] }, message: 'Validation failed', status_code: 400 },
      ]);
    }
    expect((await redeem(emailAddress, code)).text).toBe(SUCCESS);
  });

  it('DF-PWD-16: where people name themselves by their username', async () => {
    await brand.set({ loginAttribute: 'username' });
    const { emailAddress, username } = await brand.person();
    expect((await brand.client.post('user/password?reset=1', { email: emailAddress })).text).toBe(
      refusal(400, 'Missing required username.'),
    );
    expect((await brand.client.post('user/password?reset=1', { username })).text).toBe(SUCCESS);
    await gateway.deliver();
    const code = gateway.mail.linkTo(emailAddress).searchParams.get('code') ?? '';
    expect((await brand.client.post('user/password', { username, code, new_password: NEW_PASSWORD })).text).toBe(
      SUCCESS,
    );
    await brand.set({ loginAttribute: 'username', revealUnknownEmail: true });
    expect((await brand.client.post('user/password?reset=1', { username: 'nobody.here' })).text).toBe(
      refusal(404, 'The supplied username was not found in the system.'),
    );
  });

  it('DF-PWD-04, DF-GEN-01: login=true opens a session that the native dialect shows and ends', async () => {
    const app = await brand.app();
    const user = await brand.person();
    const code = await brand.code(user.emailAddress);
    const client = brand.client.with({ 'X-DreamFactory-API-Key': app.key });
    const answer = await client.post('user/password?login=true', {
      ...{ email: user.emailAddress, code, new_password: NEW_PASSWORD },
    });
    const { token = '' } = answer;
    expect(answer.text).toBe(JSON.stringify({ success: true, session_token: token }));
    expect(token).toMatch(/^eyJ0eXAiOiJKV1Qi[\w-]*\.[\w-]+\.[\w-]+$/);
    const { data } = await brand.native.signIn(user.username ?? '', NEW_PASSWORD);
    const native = brand.native.with({ 'Auth-Key': data.authKey });
    const { data: list } = await native.get<{ items: { id: string }[] }>('users/me/auth-keys');
    const { sid, ...claims } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      sid: string;
    };
    expect(JSON.stringify(list)).toContain(sid);
    expect(Object.keys(claims)).toEqual(['iss', 'aud', 'sub', 'user_id', 'brand', 'iat', 'exp', 'jti', 'auth_time']);
    expect((await probe(brand.client, token)).message).toBe('The password supplied does not match.');
    expect((await native.delete(`users/me/auth-keys/${sid}`)).status).toBe(200);
    const ended = await probe(brand.client, token);
    expect([ended.status, ended.message]).toEqual([
      403,
      'The token has been blacklisted: Session terminated. Please re-login.',
    ]);
  });

  it('DF-PWD-20: an invitation is redeemed here as well, and confirms the address', async () => {
    const user = await brand.person();
    await gateway.setUser(user, { status: 'Inactive' });
    const code = await gateway.gateway.app.get(Challenges).open(
      gateway.store,
      {
        brandId: brand.id,
        userId: user.id,
        purpose: 'invitation',
        kind: 'code',
        target: user.emailAddress,
        lifetime: 60_000,
      },
      gateway.clock.now(),
    );
    expect((await redeem(user.emailAddress, code)).text).toBe(SUCCESS);
    expect(await brand.signInStatus(user, NEW_PASSWORD)).toBe(200);
  });
});

describeEngine('a forgotten password where no mail leaves (P21)', () => {
  it('DF-PWD-05: is 500, whoever is asked for', async () => {
    const gateway = await TestGateway.start({ env: { SMTP_URL: '', NODE_ENV: 'test' } });
    try {
      const brand = await DreamFactoryBrand.make(gateway, 'mute.example');
      const { emailAddress } = await brand.person();
      const text =
        'No security question found or email confirmation available for this user. Please contact your administrator.';
      for (const email of [emailAddress, 'nobody@mute.example']) {
        const answer = await brand.client.post('user/password?reset=true', { email });
        expect(answer.text).toBe(refusal(500, text));
      }
    } finally {
      await gateway.close();
    }
  });
});
