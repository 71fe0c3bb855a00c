import { hashSync } from 'bcryptjs';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import { PasswordHasher } from '../../../src/kernel/hashing/password-hasher';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PLENTY = { login: { limit: 10_000, seconds: 60 }, loginIdentifier: { limit: 10_000, seconds: 900 } };
const PASSWORD = 'tidal lantern quarry';

describeEngine('signing in', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

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

  it.each<[string, Partial<UserEntity>]>([
    ['suspended', { status: 'Suspended' }],
    ['inactive', { status: 'Inactive' }],
    ['locked', { status: 'Locked' }],
    ['locked by failures', { failedSignIns: 10, lockedUntil: 8_640_000_000_000_000 }],
    ['deleted', { status: 'Deleted' }],
    ['without a password', { passwordHash: null }],
  ])(
    'JFW-AUTH-04, SEC-ENU-01 (AUTH-01): a wrong password on an account %s equals an unknown name',
    async (_, state) => {
      const user = await gateway.addUser(brandId, { username: `state.${(count += 1)}`, password: PASSWORD });
      await gateway.setUser(user, state);
      const wrong = await client().signIn(`state.${count}`, 'not it');
      const unknown = await client().signIn(`nobody.${count}`, 'not it');
      expect([wrong.status, withoutId(wrong), namesOf(wrong)]).toEqual([401, withoutId(unknown), namesOf(unknown)]);
    },
  );

  it('JFW-AUTH-05: a deleted account is an unknown one, with its right password too', async () => {
    const user = await gateway.addUser(brandId, { username: 'gone.away', password: PASSWORD });
    await gateway.setUser(user, { status: 'Deleted' });
    expect((await client().signIn('gone.away', PASSWORD)).code).toBe('UserCredentialsIncorrect');
    expect(await gateway.store.countBy(SessionEntity, { brandId, userId: user.id })).toBe(0);
  });

  it('JFW-AUTH-06 (T18): ten failures on an unknown name change nothing that can be seen', async () => {
    const answers: string[] = [];
    for (let i = 0; i < 12; i += 1) answers.push(withoutId(await client().signIn('who.is.this', 'not it')));
    expect([new Set(answers).size, answers[0]]).toEqual([1, expect.stringContaining('UserCredentialsIncorrect')]);
  });

  it('SEC-ID-05, JFW-AUTH-02 (AUTH-05): of two people’s names the first alone counts, for and against', async () => {
    const bob = await gateway.addUser(brandId, { username: 'bob.builder', password: 'another lantern' });
    const eve = await gateway.addUser(brandId, { emailAddress: 'eve@example.com', password: PASSWORD });
    const both = (password: string, emailAddress = 'eve@example.com', username = 'bob.builder') =>
      client().post('users/auth', { username, emailAddress, password });
    const [hers, control] = [await both(PASSWORD), await both(PASSWORD, 'nobody@example.com')];
    expect([hers.status, withoutId(hers)]).toEqual([401, withoutId(control)]);
    const failuresOf = async ({ id }: UserEntity) =>
      (await gateway.store.findOneByOrFail(UserEntity, { brandId, id })).failedSignIns;
    expect([await failuresOf(bob), await failuresOf(eve)]).toEqual([2, 0]);
    expect((await both('another lantern')).data['id']).toBe(bob.uid);
    expect((await both(PASSWORD, 'eve@example.com', '  ')).data['id']).toBe(eve.uid);
  });

  it.each([
    ['72 letters', 'a'.repeat(72)],
    ['24 characters of 3 bytes', '漢'.repeat(24)],
    ['36 characters of 2 bytes', 'ж'.repeat(36)],
    ['200 letters', 'a'.repeat(200)],
  ])('SEC-PW-02, JFW-PWD-02 (AUTH-02): after %s every character still counts', async (_, head) => {
    const username = `cut.${(count += 1)}`;
    await gateway.addUser(brandId, { username, password: `${head}X` });
    for (const wrong of [`${head}Y`, head, `${head}X\0`, `${head}XX`])
      expect((await client().signIn(username, wrong)).code).toBe('UserCredentialsIncorrect');
    expect((await client().signIn(username, `${head}X`)).status).toBe(200);
  });

  it('JFW-PWD-03 (AUTH-03): over 1,024 bytes a password is wrong, even where bcrypt itself would cut it', async () => {
    await gateway.addUser(brandId, { username: 'old.bcrypt', passwordHash: hashSync('a'.repeat(72), 4) });
    expect((await client().signIn('old.bcrypt', 'a'.repeat(1_025))).code).toBe('UserCredentialsIncorrect');
    expect((await client().signIn('old.bcrypt', 'a'.repeat(72))).status).toBe(200);
  });

  it('JFW-BRD-03, SEC-TEN-08: nothing is hashed for an inactive brand', async () => {
    const id = await gateway.addBrand('asleep.example');
    await gateway.updateBrand(id, { status: 'Inactive' });
    const verify = jest.spyOn(gateway.gateway.app.get(PasswordHasher), 'verify');
    const answer = await gateway.client('asleep.example').signIn('ada.lovelace', PASSWORD);
    await client().signIn('nobody.here', 'not it');
    const calls = verify.mock.calls.map(([, , context]) => context.brandId);
    verify.mockRestore();
    expect([answer.status, calls]).toEqual([403, [brandId]]);
  });

  it('SEC-IN-02, -04 (INJ-04): what means something to SQL means nothing here', async () => {
    const texts = `' " \\ ';-- 'OR'1'='1 1)OR(1=1-- %27 %df%27 \` 0x27 */ ʼ % _`.split(' ');
    for (const text of texts) {
      const answers = [
        await client().signIn(text, PASSWORD),
        await client().signIn(`ada.lovelace${text}`, PASSWORD),
        await client().signIn('nobody.here', text),
      ];
      expect([text, ...answers.map(({ status }) => status)]).toEqual([text, 401, 401, 401]);
    }
  });
});
