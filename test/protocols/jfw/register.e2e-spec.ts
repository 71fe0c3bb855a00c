import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const PLENTY = { register: { limit: 10_000, seconds: 3_600 } };

describeEngine('registering', () => {
  let gateway: TestGateway;
  let brandId: BrandId;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
  });
  afterAll(() => gateway.close());

  const register = (body: object, domain = 'a.example') =>
    gateway.client(domain).post('users/register', { password: PASSWORD, ...body });

  it('JFW-USR-01: makes an account, without a key; the address serves as the name', async () => {
    const answer = await register({ emailAddress: 'Jane@Example.com', firstName: 'Jane' });
    expect(answer.status).toBe(201);
    expect(answer.data).toMatchObject({
      username: 'Jane@Example.com',
      emailAddress: 'Jane@Example.com',
      type: 'EndUser',
    });
    expect(answer.text).not.toMatch(/bgk_|bgr_|\$bg1/);
    expect((await gateway.client('a.example').signIn('jane@example.com', PASSWORD)).status).toBe(200);
  });

  it.each([
    [{}, 'username'],
    [{ username: 'abc' }, 'username'],
    [{ username: 'with blank' }, 'username'],
    [{ username: 'someone@else.com' }, 'username'],
    [{ username: '+84901111111' }, 'username'],
    [{ emailAddress: 'no address' }, 'emailAddress'],
    [{ emailAddress: 'zero\u200bwidth@example.com' }, 'emailAddress'],
    [{ phoneNumber: '0901234567' }, 'phoneNumber'],
    [{ username: 'jane.austen', firstName: 'a'.repeat(101) }, 'firstName'],
    [{ username: 12_345 }, 'username'],
  ])('JFW-USR-02, SEC-ID-02: %j is refused at %s', async (body, field) => {
    const answer = await register(body);
    expect([answer.status, answer.code, answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
  });

  it.each([['short 1'], ['password'], ['jane.password'], ['aaaaaaaaaa'], ['12345678'], ['x'.repeat(1_025)]])(
    'JFW-PWD-01, SEC-PW-06, -07 (T66): the password %s is refused',
    async (password) => {
      const answer = await register({ username: 'jane.password', password });
      expect([answer.status, answer.code]).toEqual([400, 'PasswordInvalidFormat']);
    },
  );

  it('JFW-PWD-01 (T66): levels come on top where a brand chooses one', async () => {
    await gateway.addBrand('medium.example', { rateLimits: PLENTY, passwordPolicyLevel: 'Medium' });
    const lower = { username: 'some.body', password: 'lowercase only words' };
    expect([(await register(lower)).status, (await register(lower, 'medium.example')).code]).toEqual([
      201,
      'PasswordInvalidFormat',
    ]);
  });

  it('JFW-USR-03: taken names are told by kind', async () => {
    const own = { username: 'taken.name', emailAddress: 'taken@example.com', phoneNumber: '+84 90 999 9999' };
    await register(own);
    const codes = [
      await register({ username: 'Taken.NAME' }),
      await register({ username: 'other.name1', emailAddress: 'TAKEN@example.com' }),
      await register({ username: 'other.name2', phoneNumber: '+84909999999' }),
    ].map(({ status, code }) => `${status} ${code ?? ''}`);
    expect(codes).toEqual([
      '409 UsernameAlreadyExists',
      '409 EmailAddressAlreadyExists',
      '409 PhoneNumberAlreadyExists',
    ]);
  });

  it('JFW-USR-03: of parallel registrations one wins', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({ username: 'only.one' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(await gateway.store.countBy(UserEntity, { brandId, username: 'only.one' })).toBe(1);
  });

  it('SEC-IN-10 (INJ-03): what a body may not say leaves no trace', async () => {
    const answer = await register({
      ...{
        username: 'mass.assign',
        type: 'SuperAdmin',
        status: 'Locked',
        roles: ['SuperAdmin'],
        id: 'x',
        brandId: 'y',
      },
      ...{ isEmailAddressVerified: true, passwordHash: 'z', referralCode: 'r' },
    });
    expect(answer.data).toMatchObject({ type: 'EndUser', status: 'Active', isEmailAddressVerified: false });
    expect((answer.data['roles'] as { code: string }[]).map(({ code }) => code)).toEqual(['EndUser']);
  });

  it('JFW-USR-04: closed registration opens to who may create users', async () => {
    const closed = await gateway.addBrand('closed.example', { selfRegistration: false, rateLimits: PLENTY });
    await gateway.addUser(closed, { username: 'some.admin', password: PASSWORD, type: 'Admin' });
    const anonymous = await register({ username: 'no.way' }, 'closed.example');
    const { data } = await gateway.client('closed.example').signIn('some.admin', PASSWORD);
    const admin = gateway.client('closed.example').with({ 'Auth-Key': data.authKey });
    const created = await admin.post('users/register', { username: 'new.hire', password: PASSWORD });
    expect([anonymous.status, anonymous.code, created.status]).toEqual([403, 'RegistrationDisabled', 201]);
  });
});
