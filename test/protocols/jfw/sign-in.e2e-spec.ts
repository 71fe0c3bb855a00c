import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PLENTY = { login: { limit: 10_000, seconds: 60 }, loginIdentifier: { limit: 10_000, seconds: 900 } };
const PASSWORD = 'tidal lantern quarry';

describeEngine('signing in', () => {
  let gateway: TestGateway;
  let brandId: BrandId;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.addUser(brandId, {
      ...{ username: 'ada.lovelace', emailAddress: 'Ada@Example.com', phoneNumber: '+84901234567', password: PASSWORD },
    });
  });
  afterAll(() => gateway.close());

  const client = () => gateway.client('a.example');
  const withoutId = (answer: JfwAnswer<unknown>) => answer.text.replaceAll(/"correlationId":"[^"]*"/g, '');
  const namesOf = (answer: JfwAnswer<unknown>) => [...answer.headers.keys()].sort();

  it.each([
    ['username', { username: 'ada.lovelace' }],
    ['username in other case, with blanks', { username: '  ADA.Lovelace ' }],
    ['e-mail address as username', { username: 'ada@example.COM' }],
    ['e-mail address', { emailAddress: 'ada@example.com' }],
    ['phone number', { username: '+84 90-123 45.67' }],
    ['username, whatever the address (SEC-ID-05)', { username: 'ada.lovelace', emailAddress: 'nobody@example.com' }],
    ['null members as absent ones (T11)', { username: null, emailAddress: 'ada.lovelace', otp: null }],
    ['unknown members (T10)', { username: 'ada.lovelace', type: 'SuperAdmin', extra: { a: 1 } }],
  ])('JFW-AUTH-02, -03 (T9): by %s', async (_, who) => {
    const answer = await client().post('users/auth', { ...who, password: PASSWORD });
    expect([answer.status, answer.data['username']]).toEqual([200, 'ada.lovelace']);
  });

  it('JFW-AUTH-08: by phone number alone, and by nothing else there', async () => {
    const right = await client().post('users/auth/phone-number', {
      phoneNumber: '+84 (90) 123.4567',
      password: PASSWORD,
    });
    const odd = await client().post('users/auth/phone-number', { phoneNumber: 'ada.lovelace', password: PASSWORD });
    expect([right.status, odd.status, odd.errors[0]?.field]).toEqual([200, 400, 'phoneNumber']);
  });

  it.each([
    [{ password: PASSWORD }, 'username'],
    [{ username: ' ', emailAddress: '', password: PASSWORD }, 'username'],
    [{ username: 'ada.lovelace' }, 'password'],
    [{ username: 'ada.lovelace', password: '' }, 'password'],
    [{ username: 0, password: PASSWORD }, 'username'],
    [{ username: { $ne: null }, password: PASSWORD }, 'username'],
    [{ username: ['ada.lovelace'], password: PASSWORD }, 'username'],
    [{ username: 'ada.lovelace', password: true }, 'password'],
    [{ username: 'ada.lovelace', password: PASSWORD, otp: 123_456 }, 'otp'],
  ])('JFW-AUTH-02, -15, SEC-IN-02 (INJ-01, INJ-02): %j is 400', async (body, field) => {
    const answer = await client().post('users/auth', body);
    expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
  });

  it('JFW-AUTH-04, SEC-ENU-01 (T16): unknown and wrong are the same bytes under the same header names', async () => {
    const wrong = await client().signIn('ada.lovelace', 'not it');
    const unknown = await client().signIn('nobody.here', 'not it');
    expect([wrong.status, wrong.code, wrong.message]).toEqual([
      ...[401, 'UserCredentialsIncorrect', 'The username or password incorrect.'],
    ]);
    expect(withoutId(unknown)).toBe(withoutId(wrong));
    expect(namesOf(unknown)).toEqual(namesOf(wrong));
    expect(wrong.headers.get('www-authenticate')).toBe('AuthKey');
  });

  it.each([
    ['Locked', 'UserLocked'],
    ['Suspended', 'UserSuspended'],
    ['Inactive', 'UserInactive'],
  ] as const)('JFW-AUTH-05: an account that is %s says so after the right password only', async (status, code) => {
    await gateway.addUser(brandId, { username: `user.${status}`, password: PASSWORD, status });
    const right = await client().signIn(`user.${status}`, PASSWORD);
    const wrong = await client().signIn(`user.${status}`, 'not it');
    expect([right.status, right.code, wrong.code]).toEqual([403, code, 'UserCredentialsIncorrect']);
  });

  it('SEC-PW-02, -04 (AUTH-02): passwords that share 72 bytes are different, and Unicode forms are the same', async () => {
    const long = 'x1'.repeat(36);
    await gateway.addUser(brandId, { username: 'long.word', password: `${long}-end` });
    await gateway.addUser(brandId, { username: 'uni.code', password: 'Crème brûlée 9' });
    expect((await client().signIn('long.word', `${long}-other`)).status).toBe(401);
    expect((await client().signIn('long.word', `${long}-end`)).status).toBe(200);
    expect((await client().signIn('uni.code', 'Crème brûlée 9'.normalize('NFD'))).status).toBe(200);
    expect((await client().signIn('uni.code', 'a'.repeat(1_025))).status).toBe(401);
  });

  it('JFW-AUTH-06, -07 (T18): ten failures in a row lock, but not a known device', async () => {
    await gateway.addUser(brandId, { username: 'lock.me', password: PASSWORD });
    const known = { 'X-Device-Code': 'known-device' };
    const fail = async (times: number) => {
      for (let i = 0; i < times; i += 1) await client().signIn('lock.me', 'not it');
    };
    const { data } = await client().signIn('lock.me', PASSWORD, known);
    await fail(9);
    expect((await client().signIn('lock.me', PASSWORD)).status).toBe(200);
    await fail(9);
    expect((await client().signIn('lock.me', PASSWORD)).status).toBe(200);
    await fail(10);
    expect((await client().signIn('lock.me', PASSWORD)).code).toBe('UserLocked');
    expect((await client().signIn('lock.me', 'not it')).code).toBe('UserCredentialsIncorrect');
    // T58: the keys of a locked-out owner go on working.
    expect((await client().with({ 'Auth-Key': data.authKey }).get('users/me')).data['status']).toBe('Locked');
    expect((await client().signIn('lock.me', PASSWORD, known)).status).toBe(200);
    await fail(10);
    expect((await client().signIn('lock.me', PASSWORD)).code).toBe('UserLocked');
    gateway.clock.advance(901_000);
    expect((await client().signIn('lock.me', PASSWORD)).status).toBe(200);
  });

  it('SEC-BF-01, -02: past its budget an account is not evaluated any more, and does not say so', async () => {
    const quiet = await gateway.addBrand('quiet.example', { rateLimits: PLENTY, lockoutThreshold: 0 });
    await gateway.addUser(quiet, { username: 'ada.lovelace', password: PASSWORD });
    const there = gateway.client('quiet.example');
    await Promise.all(Array.from({ length: 20 }, () => there.signIn('ada.lovelace', 'not it')));
    expect((await there.signIn('ada.lovelace', PASSWORD)).code).toBe('UserCredentialsIncorrect');
    gateway.clock.advance(901_000);
    expect((await there.signIn('ada.lovelace', PASSWORD)).status).toBe(200);
  });

  it('JFW-USR-03 (T19): one address in two brands, each with its own password', async () => {
    const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
    await gateway.addUser(other, { emailAddress: 'ada@example.com', password: 'another lantern' });
    const tries = await Promise.all(
      ['a.example', 'b.example'].flatMap((domain) =>
        [PASSWORD, 'another lantern'].map((password) => gateway.client(domain).signIn('ada@example.com', password)),
      ),
    );
    expect(tries.map(({ status }) => status)).toEqual([200, 401, 401, 200]);
  });

  it('JFW-BRD-03, SEC-TEN-08: an inactive brand refuses right and wrong alike', async () => {
    const closed = await gateway.addBrand('closed.example');
    await gateway.addUser(closed, { username: 'ada.lovelace', password: PASSWORD });
    await gateway.updateBrand(closed, { status: 'Inactive' });
    const answers = await Promise.all(
      [PASSWORD, 'no'].map((p) => gateway.client('closed.example').signIn('ada.lovelace', p)),
    );
    expect(answers.map(({ code }) => code)).toEqual(['BrandInactive', 'BrandInactive']);
  });
});
