import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { IdentifierEntity } from '../../../src/core/users/identifier.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('changing a profile (JFW-EP-18)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let ada: Person;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  beforeEach(async () => {
    ada = await people.one();
  });
  afterAll(() => gateway.close());

  const put = (body: object, by = ada, target = ada) =>
    by.client.put(`users/${target.user.uid}`, { username: target.user.username, ...body });
  const rowOf = ({ user }: Person) => gateway.store.findOneByOrFail(UserEntity, { brandId, id: user.id });
  const keysOf = async ({ user }: Person) =>
    (await gateway.store.findBy(IdentifierEntity, { brandId, userId: user.id })).map((row) => row.canonicalKey).sort();

  it('JFW-FMT-04: what is given is written, null clears, absent stays; the next look shows it', async () => {
    const full = {
      ...{ firstName: ' Ada ', lastName: 'Lovelace', nickName: '<b>Ada</b>', bio: 'x\ny', languageCode: 'en-GB' },
      ...{ timeZoneId: 'Europe/London', avatar: 'https://cdn.example.com/a.png', website: 'http://localhost:8080/x' },
    };
    const written = await put(full);
    expect([written.status, written.data]).toMatchObject([200, { ...full, firstName: 'Ada' }]);
    expect((await ada.client.get('users/me')).data).toEqual(written.data);
    const cleared = await put({ lastName: null, avatar: null, languageCode: null, bio: '  ', timeZoneId: '' });
    expect(cleared.data).toMatchObject({
      ...{ firstName: 'Ada', nickName: '<b>Ada</b>', website: full.website, emailAddress: ada.user.emailAddress },
      ...{ lastName: null, avatar: null, bio: null, timeZoneId: null, languageCode: 'en-US' },
    });
    expect((await ada.client.get(`users/${ada.user.uid}`)).data).toEqual(cleared.data);
  });

  it.each([
    ['username', { username: undefined }],
    ['username', { username: null }],
    ['username', { username: ' \t' }],
    ['username', { username: 'abc' }],
    ['username', { username: 'with blank' }],
    ['username', { username: 'some@else.com' }],
    ['username', { username: '+84901111111' }],
    ['username', { username: 7 }],
    ['emailAddress', { emailAddress: 'no address' }],
    ['emailAddress', { emailAddress: ['a@example.com'] }],
    ['phoneNumber', { phoneNumber: '0901234567' }],
    ['firstName', { firstName: 'a'.repeat(101) }],
    ['firstName', { firstName: 'a\ufe0f'.repeat(51) }],
    ['bio', { bio: '\u{1f600}'.repeat(2_001) }],
    ['bio', { bio: 'a\ufe0f'.repeat(1_001) }],
    ['avatar', { avatar: 'javascript:alert(1)' }],
    ['avatar', { avatar: 'https://user:secret@example.com/' }],
    ['website', { website: 'ftp://example.com' }],
    ['languageCode', { languageCode: 'english please' }],
    ['timeZoneId', { timeZoneId: 'z'.repeat(101) }],
    ['nickName', { nickName: { $ne: null } }],
  ])('JFW-USR-02, SEC-IN-02: a bad %s is told and changes nothing: %j', async (field, body) => {
    const before = await rowOf(ada);
    const answer = await put({ firstName: 'Changed', ...body });
    expect([...told(answer), answer.errors[0]?.field]).toEqual([400, 'RequestInvalid', field]);
    expect(await rowOf(ada)).toEqual(before);
  });

  it('§23: the longest texts are taken whole', async () => {
    const longest = { nickName: '\u{1f600}'.repeat(100), bio: 'ộ'.repeat(2_000), timeZoneId: 'z\ufe0f'.repeat(50) };
    expect((await put(longest)).data).toMatchObject(longest);
  });

  it('JFW-USR-03: names move at once: the new one signs in, the old one is free', async () => {
    const { username, emailAddress } = ada.user;
    const wanted = {
      ...{ username: 'New.Name-1', emailAddress: 'New.Ada@Example.com', phoneNumber: '+84 (99) 123-4567' },
    };
    const answer = await put(wanted);
    expect(answer.data).toMatchObject({ ...wanted, phoneNumber: '+84991234567', isEmailAddressVerified: false });
    expect(await keysOf(ada)).toEqual(['+84991234567', 'new.ada@example.com', 'new.name-1']);
    const client = gateway.client('a.example');
    for (const name of ['new.name-1', 'NEW.ADA@example.com', '+84991234567'])
      expect((await client.signIn(name, PASSWORD)).status).toBe(200);
    for (const name of [username, emailAddress]) expect((await client.signIn(name ?? '', PASSWORD)).status).toBe(401);
    const heir = await people.one();
    expect((await put({ username, emailAddress }, heir, heir)).status).toBe(200);
  });

  it('JFW-USR-03: a name that somebody else goes by is 409 by its kind, and nothing changes', async () => {
    const eve = await people.one();
    const before = [await rowOf(ada), await keysOf(ada)];
    const answers = [
      await put({ username: eve.user.username?.toUpperCase(), firstName: 'X' }),
      await put({ emailAddress: eve.user.emailAddress?.toUpperCase() }),
      await put({ phoneNumber: eve.user.phoneNumber }),
      // One namespace: nobody's address is somebody else's name.
      await put({ username: eve.user.emailAddress, emailAddress: eve.user.emailAddress }),
    ];
    expect(answers.map(told)).toEqual([
      [409, 'UsernameAlreadyExists'],
      [409, 'EmailAddressAlreadyExists'],
      [409, 'PhoneNumberAlreadyExists'],
      [409, 'EmailAddressAlreadyExists'],
    ]);
    expect([await rowOf(ada), await keysOf(ada)]).toEqual(before);
  });

  it('JFW-USR-02, SEC-ID-04: the own address may be the name as long as it is the own address', async () => {
    const emailAddress = `both.${ada.user.id}@example.com`;
    expect((await put({ username: emailAddress, emailAddress })).status).toBe(200);
    expect(await keysOf(ada)).toEqual([ada.user.phoneNumber, emailAddress]);
    const same = { username: emailAddress };
    expect((await put({ ...same, firstName: 'Ada' })).status).toBe(200);
    const moved = await put({ ...same, emailAddress: `other.${emailAddress}` });
    expect([...told(moved), moved.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'username']);
    expect(told(await put({ ...same, emailAddress: null }))).toEqual([400, 'RequestInvalid']);
  });

  it('JFW-USR-02: a name older than the rule may stay, and only stay', async () => {
    const key = { brandId, userId: ada.user.id, isUsername: true };
    await gateway.setUser(ada.user, { username: 'bob' });
    await gateway.store.update(IdentifierEntity, key, { canonicalKey: 'bob' });
    expect((await put({ username: 'bob', firstName: 'Bob' })).data).toMatchObject({
      username: 'bob',
      firstName: 'Bob',
    });
    expect(told(await put({ username: 'bobo' }))).toEqual([400, 'RequestInvalid']);
  });

  it('SEC-RST-07: another address is unverified, another spelling of it is not', async () => {
    await gateway.setUser(ada.user, { isEmailVerified: true });
    const spelled = ada.user.emailAddress?.toUpperCase();
    expect((await put({ emailAddress: spelled })).data).toMatchObject({
      ...{ emailAddress: spelled, isEmailAddressVerified: true },
    });
    expect((await put({ phoneNumber: null })).data).toMatchObject({ isEmailAddressVerified: true, phoneNumber: null });
    const emailAddress = `moved.${ada.user.id}@example.com`;
    expect((await put({ emailAddress })).data).toMatchObject({ emailAddress, isEmailAddressVerified: false });
  });

  it('SEC-IN-10, JFW-USR-08 (INJ-03, T10): what a body may not say is ignored and leaves no trace', async () => {
    const greedy = {
      ...{ id: 7, uid: 'x', code: 'AAAAAAAAAA', brandId: 'y', type: 'SuperAdmin', roles: ['Admin'], status: 'Locked' },
      ...{ isEmailAddressVerified: true, isEmailVerified: true, passwordHash: '$2b$04$x', credentialVersion: 9 },
      ...{ epoch: 9, failedSignIns: 9, lockedUntil: 1, createdDate: '2000-01-01T00:00:00Z', createdAt: 1, number: 1 },
      ...{ isSystem: true, testMode: true, sessions: [{}], marker: 'canary-5c1d' },
    };
    const eve = await people.one();
    const [greedyAnswer] = [await put({ ...greedy, bio: 'same' }), await put({ bio: 'same' }, eve, eve)];
    const own = {
      ...{ id: 0, uid: '', code: '', number: 0, username: '', emailAddress: '', phoneNumber: '' },
      ...{ passwordHash: '', passwordChangedAt: 0, lastLoginAt: 0, createdAt: 0, modifiedAt: 0 },
    };
    expect({ ...(await rowOf(ada)), ...own }).toEqual({ ...(await rowOf(eve)), ...own });
    expect((greedyAnswer.data['roles'] as { code: string }[]).map(({ code }) => code)).toEqual(['EndUser']);
    expect(`${greedyAnswer.text}${gateway.log.lines.join('')}`).not.toContain('canary-5c1d');
  });

  it('JFW-AUD-01, JFW-GEN-14: the trail names the members and says nothing of what they are', async () => {
    await put({ firstName: 'Zaphod-7', emailAddress: 'zaphod7@example.com' });
    await put({ firstName: 'Zaphod-7' });
    const rows = await gateway.store.findBy(AuditEventEntity, {
      brandId,
      event: 'user.updated',
      targetId: ada.user.uid,
    });
    expect(rows.map(({ details, actorUserId }) => [details, actorUserId])).toEqual([
      [{ members: ['firstName', 'emailAddress'] }, ada.user.id],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/zaphod/i);
  });

  it('JFW-USR-08, SEC-SES-10: with requireRecentSignIn a new address needs a sign-in of the last 5 minutes', async () => {
    const id = await gateway.addBrand('recent.example', { requireRecentSignIn: true, rateLimits: PLENTY });
    const strict = new People(gateway, id, 'recent.example');
    const [user, admin] = [await strict.one(), await strict.one({}, 'Admin')];
    const { emailAddress: old } = user.user;
    expect((await put({ emailAddress: 'fresh@example.com' }, user, user)).status).toBe(200);
    gateway.clock.advance(300_000 - 20_000);
    expect((await put({ phoneNumber: '+84977777777' }, user, user)).status).toBe(200);
    gateway.clock.advance(21_000);
    for (const contact of [{ emailAddress: old }, { emailAddress: null }, { phoneNumber: '+84988888888' }]) {
      expect(told(await put(contact, user, user))).toEqual([403, 'AccessDenied']);
      expect(told(await put(contact, admin, user))).toEqual([403, 'AccessDenied']);
    }
    const unchanged = { emailAddress: 'FRESH@example.com', phoneNumber: '+84977777777', firstName: 'Fresh' };
    expect((await put(unchanged, user, user)).data).toMatchObject(unchanged);
    const { client } = await user.signIn();
    expect((await put({ emailAddress: old }, { ...user, client }, user)).status).toBe(200);
  });

  it('JFW-ADM-05, -06: others only with USER.UPDATE and within reach', async () => {
    const [admin, partner] = [await people.one({}, 'Admin'), await people.one({}, 'Partner')];
    expect((await put({ nickName: 'by admin' }, admin, ada)).data).toMatchObject({ nickName: 'by admin' });
    expect(told(await put({ nickName: 'by partner' }, partner, ada))).toEqual([403, 'AccessDenied']);
    expect(told(await put({ nickName: 'by user' }, ada, partner))).toEqual([403, 'AccessDenied']);
    const other = await people.one({}, 'Admin');
    expect((await put({ nickName: 'peer' }, admin, other)).status).toBe(200);
  });
});
