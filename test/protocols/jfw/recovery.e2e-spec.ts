import { ChallengeEntity } from '../../../src/core/challenges/challenge.entity';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, plain, PLENTY } from '../../support/people';
import { refusalOf, refusedBy } from '../../support/refusals';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const NEW_PASSWORD = 'copper meadow lantern';
const RESET_URL = 'https://app.example/reset?from=mail#form';
const RATES = { ...PLENTY, recovery: PLENTY.login };
const told = ({ status, code, errors }: JfwAnswer<unknown>) => [status, code, errors[0]?.field];

describeEngine('forgotten passwords and addresses to confirm (JFW §11)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let ada: Person;
  let address: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const settings = {
      rateLimits: RATES,
      resetPasswordUrl: RESET_URL,
      resetLinkHosts: ['links.example', 'shop://open'],
    };
    brandId = await gateway.addBrand('a.example', settings);
    people = new People(gateway, brandId, 'a.example');
    await gateway.addBrand('b.example', { rateLimits: RATES });
  });
  beforeEach(async () => {
    ada = await people.one();
    address = ada.user.emailAddress ?? '';
  });
  afterAll(() => gateway.close());

  const client = () => gateway.client('a.example');
  const forgot = (body: object) => client().post('users/forgot-password', body);
  const reset = (body: object) =>
    client().post('users/reset-password', { emailAddress: address, newPassword: NEW_PASSWORD, ...body });
  const send = (uid = ada.user.uid, query = '') => client().post(`users/${uid}/email-address/verify/send${query}`);
  const activate = (body: object) => client().put('users/email-address/active', body);
  const rowOf = ({ user }: Person) => gateway.store.findOneByOrFail(UserEntity, { brandId, id: user.id });
  const tokenOf = (to = address) => gateway.mail.linkTo(to).searchParams.get('token') ?? '';

  async function resetToken(): Promise<string> {
    expect((await forgot({ emailAddress: address })).status).toBe(200);
    await gateway.deliver();
    return tokenOf();
  }

  async function verificationToken(): Promise<string> {
    expect((await send()).status).toBe(200);
    await gateway.deliver();
    return tokenOf();
  }

  describe('EP-23: asking for a mail', () => {
    it('JFW-PWD-06, -07, -08: 200 true, and a link with a token of 256 bits to the address as it is stored', async () => {
      const answer = await forgot({ emailAddress: ` ${address.toUpperCase()} ` });
      expect([answer.status, answer.data, answer.message]).toEqual([200, true, 'The request was successful.']);
      await gateway.deliver();
      expect(gateway.mail.to(address)).toHaveLength(1);
      const link = gateway.mail.linkTo(address);
      expect([link.origin, link.pathname, link.hash]).toEqual(['https://app.example', '/reset', '#form']);
      expect(link.searchParams.get('from')).toBe('mail');
      expect(link.searchParams.get('token')).toMatch(/^[\w-]{43}$/);
    });

    it.each([
      ['https://a.example/reset', 'https://a.example/reset?token=TOKEN'],
      ['https://A.example/x?y=1#z', 'https://a.example/x?y=1&token=TOKEN#z'],
      ['https://links.example/r?token=old', 'https://links.example/r?token=TOKEN'],
      ['shop://open/reset', 'shop://open/reset?token=TOKEN'],
      [
        'http://gw.localhost/pages/a-example/reset-password',
        'http://gw.localhost/pages/a-example/reset-password?token=TOKEN',
      ],
    ])('JFW-PWD-07, SEC-URL-02: %s is taken', async (resetPasswordLink, expected) => {
      expect(told(await forgot({ emailAddress: address, resetPasswordLink }))).toEqual([200, undefined, undefined]);
      await gateway.deliver();
      const { text } = gateway.mail.lastTo(address);
      const [link = ''] = /\w+:\/\/\S+/.exec(text) ?? [];
      expect(link.replace(/token=[\w-]{43}/, 'token=TOKEN')).toBe(expected);
    });

    it.each([
      'https://a.example.evil.com',
      'https://a.example@evil.com',
      'http://a.example',
      'https://evil.com/?https://a.example',
      '//a.example',
      '/reset',
      'javascript:alert(1)',
      'shop://elsewhere/reset',
      'https://user@a.example/',
      'https://a.example\\@evil.com/',
      'https://a.example/\r\nBcc: x@evil.com',
      'http://gw.localhost/pages/a-example/account',
      'http://gw.localhost/pages/b-example/reset-password',
      'http://user@gw.localhost/pages/a-example/reset-password',
      'http://gw.localhost.evil.com/pages/a-example/reset-password',
    ])('JFW-PWD-07 (T56): %j is not, whoever is asked for', async (resetPasswordLink) => {
      const known = await forgot({ emailAddress: address, resetPasswordLink });
      const unknown = await forgot({ emailAddress: 'nobody@nowhere.example', resetPasswordLink });
      expect(told(known)).toEqual([400, 'LinkNotAllowed', undefined]);
      expect(plain(unknown.text)).toBe(plain(known.text));
      await gateway.deliver();
      expect(gateway.mail.to(address)).toEqual([]);
    });

    it('JFW-PWD-07: neither link nor setting: a 400 that says what to set', async () => {
      const answer = await gateway.client('b.example').post('users/forgot-password', { emailAddress: address });
      expect(told(answer)).toEqual([400, 'RequestInvalid', 'resetPasswordLink']);
      expect(answer.errors[0]?.message).toContain('resetPasswordUrl');
    });

    it.each([
      [{}],
      [{ emailAddress: null }],
      [{ emailAddress: '  ' }],
      [{ emailAddress: 7 }],
      [{ emailAddress: ['x'] }],
    ])('SEC-IN-02, -05: %j names nobody', async (body) => {
      expect(told(await forgot(body))).toEqual([400, 'RequestInvalid', 'emailAddress']);
    });

    it('JFW-LIM-04 (T56): the fourth request in 15 minutes is 200 and sends nothing, for all spellings together', async () => {
      for (const text of [address, address.toUpperCase(), ` ${address}`, address]) {
        expect((await forgot({ emailAddress: text })).status).toBe(200);
      }
      await gateway.deliver();
      expect(gateway.mail.to(address)).toHaveLength(3);
      gateway.clock.advance(901_000);
      await forgot({ emailAddress: address });
      await gateway.deliver();
      expect(gateway.mail.to(address)).toHaveLength(4);
    });

    it('JFW-LIM-03: the client address has a limit that is told', async () => {
      await gateway.addBrand('few.example', {
        resetPasswordUrl: RESET_URL,
        rateLimits: { recovery: { limit: 4, seconds: 60 } },
      });
      const few = gateway.client('few.example');
      const id = ada.user.uid;
      const answers = [
        await few.post('users/forgot-password', { emailAddress: 'x@nowhere.example' }),
        await few.post('users/reset-password', { emailAddress: 'x', token: 'x', newPassword: NEW_PASSWORD }),
        await few.post(`users/${id}/email-address/verify/send`),
        await few.put('users/email-address/active', { token: 'x' }),
        await few.post('users/forgot-password', { emailAddress: 'y@nowhere.example' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 400, 429]);
    });

    it.each<[string, Partial<UserEntity>]>([
      ['suspended', { status: 'Suspended' }],
      ['inactive', { status: 'Inactive' }],
      ['locked by an administrator', { status: 'Locked' }],
      ['deleted', { status: 'Deleted' }],
    ])('SEC-ENU-02, JFW-USR-06: an account that is %s gets no mail', async (_, changes) => {
      await gateway.setUser(ada.user, changes);
      expect((await forgot({ emailAddress: address })).data).toBe(true);
      await gateway.deliver();
      expect(gateway.mail.to(address)).toEqual([]);
    });

    it.each<[string, Partial<UserEntity>]>([
      ['locked automatically', { lockedUntil: 9_000_000_000_000, failedSignIns: 10 }],
      ['past the hard stop', { failedSignIns: 100 }],
      ['without a password', { passwordHash: null }],
    ])('JFW-USR-06: one that is %s gets one, and gets in with it', async (_, changes) => {
      await gateway.setUser(ada.user, changes);
      const token = await resetToken();
      expect((await reset({ token })).status).toBe(200);
      expect((await client().signIn(address, NEW_PASSWORD)).status).toBe(200);
    });

    it('SEC-OT-06: a brand that was closed meanwhile sends none', async () => {
      const id = await gateway.addBrand('closing.example', { rateLimits: RATES, resetPasswordUrl: RESET_URL });
      const eve = await new People(gateway, id, 'closing.example').one();
      const emailAddress = 'closing.eve@example.com';
      await gateway.setUser(eve.user, { emailAddress });
      await gateway.client('closing.example').post('users/forgot-password', { emailAddress: eve.user.emailAddress });
      await gateway.updateBrand(id, { status: 'Inactive' });
      await gateway.deliver();
      expect(gateway.mail.to(emailAddress)).toEqual([]);
    });
  });

  describe('EP-24: redeeming', () => {
    it('JFW-PWD-09, SEC-RST-03, -04: the password is another one, every session ends, and no session is returned', async () => {
      await gateway.setUser(ada.user, { failedSignIns: 7, lockedUntil: 9_000_000_000_000 });
      const before = await rowOf(ada);
      const answer = await reset({ token: await resetToken() });
      expect([answer.status, answer.data]).toEqual([200, true]);
      expect((await ada.client.get('users/me')).status).toBe(401);
      expect((await client().refresh(ada.data.refreshAuthKey)).status).toBe(401);
      expect(await rowOf(ada)).toMatchObject({
        ...{ failedSignIns: 0, lockedUntil: null, lastLoginAt: before.lastLoginAt, isEmailVerified: true },
        credentialVersion: before.credentialVersion + 1,
      });
      expect((await client().signIn(address, PASSWORD)).status).toBe(401);
      expect((await client().signIn(address, NEW_PASSWORD)).status).toBe(200);
      const events = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'user.password_reset' });
      expect(events.filter(({ targetId }) => targetId === ada.user.uid)).toHaveLength(1);
      await gateway.deliver();
      expect(gateway.mail.to(address).map(({ subject }) => subject)).toHaveLength(2);
    });

    it('SEC-BF: … and the tries that others used up do not keep out who has just proven who they are', async () => {
      const name = ada.user.username ?? '';
      for (let i = 0; i < 21; i += 1) await client().signIn(name, 'wrong');
      await gateway.setUser(ada.user, { failedSignIns: 0, lockedUntil: null });
      expect((await client().signIn(name, PASSWORD)).status).toBe(401);
      expect((await reset({ token: await resetToken() })).status).toBe(200);
      expect((await client().signIn(name, NEW_PASSWORD)).status).toBe(200);
    });

    it('JFW-PWD-09: a refused password does not use the token up, nor a try of it', async () => {
      const token = await resetToken();
      for (let i = 0; i < 6; i += 1) {
        expect(told(await reset({ token, newPassword: 'password' }))).toEqual([
          400,
          'PasswordInvalidFormat',
          'newPassword',
        ]);
      }
      expect((await ada.client.get('users/me')).status).toBe(200);
      expect((await reset({ token })).status).toBe(200);
      expect(told(await reset({ token, newPassword: 'another fine one' }))).toEqual([400, 'TokenInvalid', undefined]);
    });

    it('JFW-PWD-08: a new request voids the token before', async () => {
      const first = await resetToken();
      const second = await resetToken();
      expect(told(await reset({ token: first }))).toEqual([400, 'TokenInvalid', undefined]);
      expect((await reset({ token: second })).status).toBe(200);
    });

    it('SEC-OT-07: a token is good for an hour, and told as any other afterwards', async () => {
      const bytesOfUnknown = plain((await reset({ token: 'x'.repeat(43) })).text);
      const token = await resetToken();
      gateway.clock.advance(3_601_000);
      const late = await reset({ token });
      expect([late.status, plain(late.text)]).toEqual([400, bytesOfUnknown]);
      expect(refusedBy(await refusalOf(gateway, late))).toEqual(['handle', expect.stringContaining('has expired')]);
    });

    it('SEC-RST-05 (RST-03): nothing but the right token of this account, brand and purpose is one; all answers are alike', async () => {
      const bob = await people.one();
      const right = await resetToken();
      await forgot({ emailAddress: bob.user.emailAddress });
      await gateway.deliver();
      const ofBob = tokenOf(bob.user.emailAddress ?? '');
      const ofVerification = await verificationToken();
      const wrong = [
        '',
        ' ',
        'y',
        right.toLowerCase(),
        ` ${right}`,
        `${right}\u0000`,
        `${right}=`,
        ofBob,
        ofVerification,
      ];
      const expected = plain((await reset({ emailAddress: 'nobody@nowhere.example', token: right })).text);
      for (const [n, token] of wrong.entries()) {
        // A token is dead after five wrong tries (below).
        if (n % 4 === 3) await gateway.store.update(ChallengeEntity, { brandId, userId: ada.user.id }, { attempts: 0 });
        const answer = await reset({ token });
        expect([token, answer.status, plain(answer.text)]).toEqual([token, 400, expected]);
      }
      const elsewhere = { emailAddress: address, token: right, newPassword: NEW_PASSWORD };
      const foreign = await gateway.client('b.example').post('users/reset-password', elsewhere);
      expect([foreign.status, plain(foreign.text)]).toEqual([400, expected]);
      await gateway.store.update(ChallengeEntity, { brandId, userId: ada.user.id }, { attempts: 0 });
      expect((await reset({ token: right })).status).toBe(200);
    });

    it.each([
      ['token', { token: undefined }],
      ['token', { token: null }],
      ['token', { token: 0 }],
      ['token', { token: true }],
      ['token', { token: [] }],
      ['token', { token: { $regex: '.*' } }],
      ['emailAddress', { emailAddress: ['x'] }],
      ['emailAddress', { emailAddress: null }],
      ['newPassword', { newPassword: '' }],
      ['newPassword', { newPassword: 12345678 }],
    ])('SEC-IN-02 (INJ-01, -02): a wrong type is no try: %s of %j', async (field, body) => {
      const token = await resetToken();
      for (let i = 0; i < 6; i += 1)
        expect(told(await reset({ token, ...body }))).toEqual([400, 'RequestInvalid', field]);
      expect((await reset({ token })).status).toBe(200);
    });

    it('SEC-RST-05, SEC-OT-03: after five wrong tries the right one is refused as well', async () => {
      const token = await resetToken();
      for (let i = 0; i < 5; i += 1) await reset({ token: `wrong ${i}` });
      expect(told(await reset({ token }))).toEqual([400, 'TokenInvalid', undefined]);
      expect((await reset({ token: await resetToken() })).status).toBe(200);
    });

    it.each(['Suspended', 'Locked', 'Inactive', 'Deleted'] as const)(
      'SEC-OT-06: an account that became %s meanwhile is refused like an unknown token',
      async (status) => {
        const token = await resetToken();
        const expected = plain((await reset({ token: 'wrong' })).text);
        await gateway.setUser(ada.user, { status });
        const answer = await reset({ token });
        expect([answer.status, plain(answer.text)]).toEqual([400, expected]);
        await gateway.setUser(ada.user, { status: 'Active' });
        expect((await client().signIn(address, PASSWORD)).status).toBe(200);
        expect((await reset({ token })).status).toBe(200);
      },
    );

    it('SEC-RST-03: an address that changed meanwhile is not verified by the token of the old one', async () => {
      const token = await resetToken();
      await gateway.setUser(ada.user, { emailAddress: 'moved.on@example.com' });
      expect((await reset({ token })).status).toBe(200);
      expect((await rowOf(ada)).isEmailVerified).toBe(false);
    });

    it('SEC-RST-02 (DF-REG-01): any number of times in a row, with live, dead, refreshed and foreign keys sent along', async () => {
      const foreign = await new People(
        gateway,
        await gateway.addBrand('f.example', { rateLimits: RATES }),
        'f.example',
      ).one();
      const { data } = await client().refresh(ada.data.refreshAuthKey);
      const keys = [data.authKey, ada.data.authKey, foreign.data.authKey, 'bgk_nonsense', data.authKey];
      for (const [n, authKey] of keys.entries()) {
        const withKey = client().with({ 'Auth-Key': authKey, 'X-Device-Code': `phone-${n}` });
        expect((await withKey.post('users/forgot-password', { emailAddress: address })).status).toBe(200);
        await gateway.deliver();
        const body = { emailAddress: address, token: tokenOf(), newPassword: `${NEW_PASSWORD} ${n}` };
        expect((await withKey.post('users/reset-password', body)).status).toBe(200);
        expect((await client().signIn(address, `${NEW_PASSWORD} ${n}`)).status).toBe(200);
        gateway.clock.advance(901_000);
      }
    });
  });

  describe('EP-25, -26: confirming an address', () => {
    it('JFW-PWD-10, -11: a link to the hosted page, and the address is verified', async () => {
      const answer = await send();
      expect([answer.status, answer.data]).toEqual([200, true]);
      await gateway.deliver();
      const link = gateway.mail.linkTo(address);
      expect(link.origin + link.pathname).toBe('http://gw.localhost/pages/a-example/verify-email');
      expect((await ada.client.get('users/me')).data).toMatchObject({ isEmailAddressVerified: false });
      const done = await activate({ token: tokenOf() });
      expect([done.status, done.data]).toEqual([200, true]);
      expect((await ada.client.get('users/me')).data).toMatchObject({ isEmailAddressVerified: true });
      expect(
        await gateway.store.countBy(AuditEventEntity, {
          brandId,
          event: 'user.email_verified',
          targetId: ada.user.uid,
        }),
      ).toBe(1);
      expect(told(await activate({ token: tokenOf() }))).toEqual([400, 'TokenInvalid', undefined]);
    });

    it('JFW-PWD-10: returnURL is judged like the link of a reset, in any spelling of its name', async () => {
      for (const name of ['returnURL', 'returnUrl', 'RETURNURL']) {
        expect(told(await send(ada.user.uid, `?${name}=${encodeURIComponent('https://evil.com/')}`))).toEqual([
          400,
          'LinkNotAllowed',
          undefined,
        ]);
      }
      expect((await send(ada.user.uid, `?returnurl=${encodeURIComponent('https://a.example/v?x=1')}`)).status).toBe(
        200,
      );
      await gateway.deliver();
      expect(gateway.mail.linkTo(address).href).toMatch(/^https:\/\/a\.example\/v\?x=1&token=[\w-]{43}$/);
    });

    it('JFW-PWD-10, SEC-ENU-02: unknown, verified, suspended and no id at all are answered alike, and get nothing', async () => {
      const expected = plain((await send()).text);
      await gateway.deliver();
      const [verified, suspended] = [await people.one(), await people.one()];
      await gateway.setUser(verified.user, { isEmailVerified: true });
      await gateway.setUser(suspended.user, { status: 'Suspended' });
      const sent = gateway.mail.sent.length;
      for (const uid of [verified.user.uid, suspended.user.uid, '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c', 'no-id']) {
        const answer = await send(uid);
        expect([answer.status, plain(answer.text)]).toEqual([200, expected]);
      }
      await gateway.deliver();
      expect(gateway.mail.sent).toHaveLength(sent);
    });

    it('JFW-LIM-03, -04: three in a quarter of an hour, the rest silently', async () => {
      for (let i = 0; i < 5; i += 1) expect((await send()).status).toBe(200);
      await gateway.deliver();
      expect(gateway.mail.to(address)).toHaveLength(3);
    });

    it('JFW-PWD-11: a good token of an address that is verified meanwhile', async () => {
      const token = await verificationToken();
      await gateway.setUser(ada.user, { isEmailVerified: true });
      expect(told(await activate({ token }))).toEqual([400, 'EmailAddressAlreadyVerified', undefined]);
    });

    it('SEC-OT-05, -06: tokens of other purposes, brands, addresses and times are none', async () => {
      const expected = plain((await activate({ token: 'x'.repeat(43) })).text);
      const refused = async (token: string, at = 'a.example') => {
        const answer = await gateway.client(at).put('users/email-address/active', { token });
        expect([answer.status, answer.code, plain(answer.text)]).toEqual([400, 'TokenInvalid', expected]);
      };
      await refused('');
      await refused(await resetToken());
      const token = await verificationToken();
      await refused(token, 'b.example');
      await refused(token.toLowerCase());
      await gateway.setUser(ada.user, { status: 'Suspended' });
      await refused(token);
      await gateway.setUser(ada.user, { status: 'Active', emailAddress: 'another@example.com' });
      await refused(token);
      await gateway.setUser(ada.user, { emailAddress: address });
      gateway.clock.advance(86_401_000);
      await refused(token);
      for (const body of [{}, { token: null }, { token: 0 }, { token: [token] }]) {
        expect(told(await activate(body))).toEqual([400, 'RequestInvalid', 'token']);
      }
      expect((await rowOf(ada)).isEmailVerified).toBe(false);
    });
  });

  it('SEC-OT-08, SEC-RST-08: what is kept of a token is a digest, and of a mail that was sent nothing', async () => {
    const token = await resetToken();
    const rows: unknown[] = await gateway.store.query('SELECT * FROM challenges');
    const outbox: { payload_sealed: string | null }[] = await gateway.store.query(
      "SELECT * FROM outbox WHERE state = 'done'",
    );
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(outbox.map(({ payload_sealed: sealed }) => sealed).filter((sealed) => sealed !== null)).toEqual([]);
  });
});
