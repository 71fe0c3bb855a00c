import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { HARD_STOP } from '../../../src/core/users/sign-in-limits';
import type { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { PageVisitor } from '../../support/page-visitor';
import { refusalById, refusedBy } from '../../support/refusals';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 10_000, seconds: 60 };

describeEngine('hosted pages: sign-in', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: { login: LOTS, general: LOTS } });
  });
  afterAll(() => gateway.close());

  const visitor = (headers = {}) => new PageVisitor(gateway.origin, 'a-example', headers);
  const person = (seed = {}): Promise<UserEntity> => {
    const username = `visitor.${(count += 1)}`;
    return gateway.addUser(brandId, { username, emailAddress: `${username}@a.example`, password: PASSWORD, ...seed });
  };
  const nameOf = ({ username }: UserEntity) => username ?? '';

  it('a form, a redirect, the account: loading again repeats nothing', async () => {
    const username = nameOf(await person());
    const browser = visitor();
    const form = await browser.open('sign-in');
    expect([form.status, form.title]).toEqual([200, 'Sign in – a.example']);
    const sent = await browser.submit(form, 'sign-in', { username, password: PASSWORD });
    expect([sent.status, sent.location, sent.text]).toEqual([303, '/pages/a-example/account', '']);
    const account = await browser.follow(sent);
    expect([account.status, account.title]).toEqual([200, 'Devices and sessions – a.example']);
    expect(account.text).toContain(`Signed in as ${username}`);
    expect((await browser.open('account')).status).toBe(200);
    expect((await browser.open('/pages/a-example')).location).toBe('/pages/a-example/account');
  });

  it('SEC-WEB-01: the cookie is for these pages alone, out of reach of scripts; the session is one of this dialect', async () => {
    const user = await person();
    const browser = visitor();
    const sent = await browser.signIn(nameOf(user), PASSWORD);
    const [line = ''] = sent.headers.getSetCookie();
    expect(line).toMatch(/^bg_pages=[\w.-]+; SameSite=Strict; Path=\/pages\/a-example; HttpOnly$/);
    expect(line.length).toBeLessThan(4_096);
    const sessions = await gateway.store.findBy(SessionEntity, { brandId, userId: user.id });
    expect(sessions.map(({ dialect }) => dialect)).toEqual(['pages']);
    // It is an Auth Key as any other, and stays one.
    const key = browser.cookies.get('bg_pages') ?? '';
    expect((await gateway.client('a.example').with({ 'Auth-Key': key }).get('users/me')).status).toBe(200);
  });

  it('a wrong password: the form again with the name and without the password, and its fault in reach', async () => {
    const username = nameOf(await person());
    const browser = visitor();
    const again = await browser.signIn(username, 'not the password');
    expect([again.status, again.title]).toEqual([401, 'Error: Sign in – a.example']);
    expect(again.text).toContain(`value="${username}"`);
    expect(again.text).not.toContain('not the password');
    expect(again.text).toContain('<a href="#password">The name or the password is not right.</a>');
    expect(again.text).toMatch(/id="password"[^>]*aria-describedby="password-fault" aria-invalid="true"/);
    // It is a whole form: put right, it works.
    expect((await browser.submit(again, 'sign-in', { username, password: PASSWORD })).status).toBe(303);
    const refusal = await refusalById(gateway, again.headers.get('x-correlation-id') ?? '');
    expect([refusal.dialect, refusal.code, refusal.route]).toEqual([
      'pages',
      'credentials.incorrect',
      '/pages/:brand/sign-in',
    ]);
    expect(refusedBy(refusal)).toEqual(['handle', 'the password is wrong']);
  });

  it('SEC-ENU-01: an unknown name, a wrong password and a blocked account are told alike', async () => {
    const answers = new Set<string>();
    for (const username of ['nobody.at.all', nameOf(await person()), nameOf(await person({ status: 'Locked' }))]) {
      const browser = visitor();
      const { status, text, headers } = await browser.signIn(username, 'not the password');
      const names = [...headers.keys()].join();
      answers.add(
        `${status} ${names} ${text.replaceAll(username, 'NAME').replaceAll(browser.cookies.get('bg_form')!, '')}`,
      );
    }
    expect(answers.size).toBe(1);
  });

  it('tells what is missing at its field', async () => {
    const browser = visitor();
    const { status, text } = await browser.signIn(' ', '');
    expect(status).toBe(400);
    expect(text).toContain('<a href="#username">Enter your user name, e-mail address or phone number.</a>');
    expect(text).toContain('<a href="#password">Enter your password.</a>');
  });

  it.each([
    ['Locked', 'This account is locked.'],
    ['Suspended', 'This account is suspended.'],
    ['Inactive', 'This account is not active.'],
  ] as const)('after the right password: what keeps a %s account out', async (status, told) => {
    const again = await visitor().signIn(nameOf(await person({ status })), PASSWORD);
    expect(again.status).toBe(403);
    expect(again.text).toContain(told);
    expect(again.text).not.toContain('href="#"');
  });

  it('SEC-BF-04: tries count with those of every other way to sign in', async () => {
    const threshold = await gateway.addBrand('strict.example', { rateLimits: { login: LOTS }, lockoutThreshold: 3 });
    await gateway.addUser(threshold, { username: 'kim.lee', password: PASSWORD });
    const browser = new PageVisitor(gateway.origin, 'strict-example');
    await browser.signIn('kim.lee', 'wrong');
    await gateway.client('strict.example').signIn('kim.lee', 'wrong');
    await browser.signIn('kim.lee', 'wrong');
    expect((await gateway.client('strict.example').signIn('kim.lee', PASSWORD)).code).toBe('UserLocked');
    expect((await browser.signIn('kim.lee', PASSWORD)).text).toContain('This account is locked.');
  });

  it('JFW-LIM-03: names share a counter with the native dialect, and 429 says when to come back', async () => {
    const limited = { rateLimits: { login: LOTS, loginIdentifier: { limit: 2, seconds: 600 } }, lockoutThreshold: 0 };
    await gateway.addBrand('few.example', limited);
    const browser = new PageVisitor(gateway.origin, 'few-example');
    await gateway.client('few.example').signIn('Some.Body', 'wrong');
    expect((await browser.signIn('some.body', 'wrong')).status).toBe(401);
    const refused = await browser.signIn('SOME.BODY', 'wrong');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600']);
    expect(refused.text).toContain('Try again in 10 minutes.');
    expect((await browser.signIn('another', 'wrong')).status).toBe(401);
  });

  it('JFW-AUTH-16: a one-time code is asked for beside the password, and taken', async () => {
    const user = await person();
    await gateway.setUser(user, { failedSignIns: HARD_STOP });
    const browser = visitor();
    const asked = await browser.signIn(nameOf(user), PASSWORD);
    expect(asked.status).toBe(401);
    expect(asked.text).toMatch(/<label for="otp">One-time code<\/label>/);
    expect(asked.text).toContain('autocomplete="one-time-code"');
    await gateway.deliver();
    const [code = ''] = /\b\d{6}\b/.exec(gateway.mail.lastTo(user.emailAddress ?? '').text) ?? [];
    const members = { username: nameOf(user), password: PASSWORD };
    const wrong = await browser.submit(asked, 'sign-in', { ...members, otp: code === '000000' ? '000001' : '000000' });
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('<a href="#otp">The one-time code is not right, or it has expired.</a>');
    expect(wrong.text).not.toContain('000000');
    const right = await browser.submit(wrong, 'sign-in', { ...members, otp: ` ${code} ` });
    expect([right.status, right.location]).toEqual([303, '/pages/a-example/account']);
  });

  it('who is not signed in, or no more, is led to the sign-in, and the cookie goes', async () => {
    const user = await person();
    const browser = visitor();
    const nobody = await browser.open('account');
    expect([nobody.status, nobody.location]).toEqual([303, '/pages/a-example/sign-in']);
    await browser.signIn(nameOf(user), PASSWORD);
    const key = browser.cookies.get('bg_pages') ?? '';
    await gateway.client('a.example').with({ 'Auth-Key': key }).post('users/auth/logout');
    const dead = await browser.open('account?lang=vi');
    expect([dead.status, dead.location]).toEqual([303, '/pages/a-example/sign-in?lang=vi']);
    expect(browser.cookies.has('bg_pages')).toBe(false);
    const twice = await browser.open('account', { Cookie: `bg_pages=${key}; bg_pages=${key}` });
    expect([twice.status, twice.location]).toEqual([303, '/pages/a-example/sign-in']);
  });
});
