import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import { sendRaw } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const PLENTY = { register: { limit: 10_000, seconds: 3_600 } };

describeEngine('registering', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

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
    [{ username: 'jane.austen', timeZoneId: 'a\ufe0f'.repeat(51) }, 'timeZoneId'],
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

  it('JFW-FMT-04 (T11): null for every optional member is as absent, and the phone number serves as the name', async () => {
    const nothing = { username: null, emailAddress: null, firstName: null, lastName: null, nickName: null };
    const answer = await register({ ...nothing, timeZoneId: null, phoneNumber: '+84 (91) 222-3333' });
    expect([answer.status, answer.data['username'], answer.data['phoneNumber']]).toEqual([
      ...[201, '+84912223333', '+84912223333'],
    ]);
    expect(answer.data).toMatchObject({ emailAddress: null, firstName: null, lastName: null, nickName: null });
  });

  it('JFW-USR-01: blank names count as absent', async () => {
    const answer = await register({ username: '  ', emailAddress: ' blank@example.com ', phoneNumber: '' });
    expect([answer.status, answer.data['username'], answer.data['phoneNumber']]).toEqual([
      ...[201, 'blank@example.com', null],
    ]);
  });

  it.each([
    ['ADA@Example.COM', 409, 200],
    [' ada@example.com\t', 409, 200],
    ['ada\uff20example.com', 409, 200],
    ['\uff41da@example.com', 409, 200],
    ['ada@example.com\u200b', 400, 401],
    ['a\u200dda@example.com', 400, 401],
    ['a\u00adda@example.com', 400, 401],
    ['ada\0@example.com', 400, 401],
    ['ad\u00e1@example.com', 400, 401],
    ['\u0430da@example.com', 400, 401],
    ['\u{1f600}@example.com', 400, 401],
    ['ada@exampl\u0435.com', 201, 401],
    ['ada+x@example.com', 201, 401],
    ['a.da@example.com', 201, 401],
  ])(
    'SEC-ID-02, -03 (AUTH-04): %j registers with %i and signs in with %i',
    async (emailAddress, registered, signedIn) => {
      const domain = `fold-${(count += 1)}.example`;
      await gateway.addUser(await gateway.addBrand(domain, { rateLimits: PLENTY }), {
        ...{ username: 'ada.lovelace', emailAddress: 'ada@example.com', password: PASSWORD },
      });
      const before = await gateway.client(domain).signIn(emailAddress, PASSWORD);
      const answer = await register({ username: 'fresh.name', emailAddress }, domain);
      expect([answer.status, before.status]).toEqual([registered, signedIn]);
    },
  );

  it('JFW-USR-03, SEC-ID-02: parallel spellings of one address are one account, and no half of another is left', async () => {
    const spell = (i: number) => ({
      username: `spelled.${i}`,
      emailAddress: i % 2 ? 'One@Example.COM' : 'one@example.com',
    });
    const before = await gateway.store.countBy(UserEntity, { brandId });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => register(spell(i))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(answers.map(({ code }) => code)).toContain('EmailAddressAlreadyExists');
    expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(before + 1);
  });

  it('JFW-USR-03: the same names are free in another brand', async () => {
    await gateway.addBrand('twin.example', { rateLimits: PLENTY });
    const who = { username: 'twin.name', emailAddress: 'twin@example.com', phoneNumber: '+84903334444' };
    expect([(await register(who)).status, (await register(who, 'twin.example')).status]).toEqual([201, 201]);
  });

  it('SEC-IN-10 (INJ-03): the row of a greedy body equals a modest one’s', async () => {
    const greedy = {
      ...{ id: 7, uid: 'x', code: 'AAAAAAAAAA', brandId: 1, status: 'Inactive', type: 'Admin', isSystem: true },
      ...{ passwordHash: '$2b$04$x', credentialVersion: 9, epoch: 9, failedSignIns: 9, isEmailVerified: true },
      ...{ createdDate: '2000-01-01T00:00:00Z', createdAt: 1, lockedUntil: 1, sessions: [{}], marker: 'canary-7f3a' },
    };
    const answer = await register({ username: 'row.greedy', ...greedy });
    await register({ username: 'row.modest' });
    const rows = await Promise.all(
      ['row.greedy', 'row.modest'].map((username) => gateway.store.findOneByOrFail(UserEntity, { brandId, username })),
    );
    const own = {
      id: 0,
      uid: '',
      number: 0,
      code: '',
      username: '',
      passwordHash: '',
      passwordChangedAt: 0,
      createdAt: 0,
      modifiedAt: 0,
    };
    expect({ ...rows[0], ...own }).toEqual({ ...rows[1], ...own });
    expect(rows[0]?.uid).toBe(answer.data['id']);
    expect(`${answer.text}${gateway.log.lines.join('')}`).not.toContain('canary-7f3a');
  });

  it('JFW-USR-04, JFW-AUTH-12, JFW-HDR-03: closed registration takes no stale, small or doubled key', async () => {
    const id = await gateway.addBrand('shut.example', { selfRegistration: false, rateLimits: PLENTY });
    await gateway.addUser(id, { username: 'some.admin', password: PASSWORD, type: 'Admin' });
    await gateway.addUser(id, { username: 'some.user', password: PASSWORD });
    const keyOf = async (name: string) => (await gateway.client('shut.example').signIn(name, PASSWORD)).data.authKey;
    const admin = await keyOf('some.admin');
    const post = async (...keys: string[]) => {
      const body = JSON.stringify({ username: `hire.${(count += 1)}`, password: PASSWORD });
      const lines = [
        'Host: gw',
        'Brand-URL: shut.example',
        'Content-Type: application/json',
        ...keys.map((k) => `Auth-Key: ${k}`),
      ];
      const head = `POST /api/v1/users/register HTTP/1.1\r\n${lines.join('\r\n')}\r\nContent-Length: ${body.length}`;
      return (await sendRaw(gateway.port, `${head}\r\n\r\n${body}`)).status;
    };
    expect(await post(admin)).toBe(201);
    expect([await post(), await post(newKey('auth')), await post(await keyOf('some.user'))]).toEqual([403, 403, 403]);
    // A repeat is never settled by picking one of the two.
    expect([201, 200]).not.toContain(await post(newKey('auth'), admin));
    expect([201, 200]).not.toContain(await post(admin, newKey('auth')));
  });
});
