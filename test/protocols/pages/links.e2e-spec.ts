import { BrandDirectory } from '../../../src/core/brands/brand-directory';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { RequestResetFlow } from '../../../src/flows/request-reset/request-reset.flow';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { describeEngine } from '../../support/describe-engine';
import { PageVisitor, type SeenPage } from '../../support/page-visitor';
import { refusalById } from '../../support/refusals';
import { TestGateway } from '../../support/start-gateway';
import { statementsOf } from '../../support/statement-count';

const PASSWORD = 'tidal lantern quarry';
const NEXT = 'seven patient herons';
const LOTS = { limit: 10_000, seconds: 60 };
const LIMITS = { login: LOTS, general: LOTS, recovery: LOTS, register: LOTS, recoveryTarget: LOTS };

describeEngine('hosted pages: links of mails', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: LIMITS });
  });
  afterAll(() => gateway.close());

  const visitor = (code = 'a-example') => new PageVisitor(gateway.origin, code);
  const person = (seed = {}): Promise<UserEntity> => {
    const username = `reader.${(count += 1)}`;
    return gateway.addUser(brandId, { username, emailAddress: `${username}@a.example`, password: PASSWORD, ...seed });
  };
  const addressOf = ({ emailAddress }: UserEntity) => emailAddress ?? '';

  /** Path and token of the newest link that was mailed to somebody. */
  async function linkTo(address: string): Promise<{ readonly path: string; readonly token: string }> {
    await gateway.deliver();
    const { pathname, search, searchParams } = gateway.mail.linkTo(address);
    return { path: pathname + search, token: searchParams.get('token') ?? '' };
  }

  async function resetLink(user: UserEntity) {
    const browser = visitor();
    await browser.submit(await browser.open('forgot-password'), 'forgot-password', { emailAddress: addressOf(user) });
    return linkTo(addressOf(user));
  }

  const choose = (
    browser: PageVisitor,
    page: SeenPage,
    place: string,
    newPassword: string,
    repeatPassword = newPassword,
  ) => browser.submit(page, place, { newPassword, repeatPassword });

  const signsIn = async (user: UserEntity, password: string) =>
    (await gateway.client('a.example').signIn(user.username ?? '', password)).status === 200;

  it('JFW-PWD-06, -08: a forgotten password, from the question to the next sign-in', async () => {
    const user = await person();
    const browser = visitor();
    const asked = await browser.submit(await browser.open('forgot-password'), 'forgot-password', {
      emailAddress: ` ${addressOf(user)} `,
    });
    expect([asked.status, asked.location]).toEqual([303, '/pages/a-example/done/reset-link-sent']);
    expect((await browser.follow(asked)).title).toBe('Look into your mail – a.example');
    const { path, token } = await linkTo(addressOf(user));
    const form = await browser.open(path);
    expect([form.status, form.forms[0]?.hidden['token']]).toEqual([200, token]);
    const done = await choose(browser, form, 'reset-password', NEXT);
    expect([done.status, done.location]).toEqual([303, '/pages/a-example/done/password-changed']);
    expect((await browser.follow(done)).text).toContain('href="/pages/a-example/sign-in"');
    // SEC-RST-04: nobody is signed in by it.
    expect(browser.cookies.has('bg_pages')).toBe(false);
    expect([await signsIn(user, PASSWORD), await signsIn(user, NEXT)]).toEqual([false, true]);
    const again = await choose(browser, form, 'reset-password', 'another patient heron');
    expect([again.status, again.title]).toEqual([400, 'This link is no longer valid – a.example']);
    expect(again.text).toContain('href="/pages/a-example/forgot-password"');
    expect(again.text).not.toContain(token);
  });

  it('SEC-RST-03: a password that is refused or mistyped does not use the link up', async () => {
    const user = await person();
    const { path } = await resetLink(user);
    const browser = visitor();
    let page = await browser.open(path);
    for (const [newPassword, repeated, told] of [
      ['', '', 'Choose a password.'],
      [NEXT, `${NEXT}x`, 'The two passwords are not the same.'],
      ['short', 'short', 'The password is too short.'],
      ['password', 'password', 'This password is one of the most common ones'],
      [user.username ?? '', user.username ?? '', 'The password is your own name'],
    ] as const) {
      page = await choose(browser, page, 'reset-password', newPassword, repeated);
      expect([page.status, page.title]).toEqual([400, 'Error: Choose a new password – a.example']);
      expect(page.text).toContain(told);
      expect(page.text).not.toMatch(/type="password"[^>]*value=/);
    }
    expect((await choose(browser, page, 'reset-password', NEXT)).status).toBe(303);
    expect(await signsIn(user, NEXT)).toBe(true);
  });

  it('DF-PWD-05: a code for an address does as well as a token', async () => {
    const user = await person();
    const link = 'http://gw.localhost/pages/a-example/reset-password';
    const { app } = gateway.gateway;
    const brand = await app.get(BrandDirectory).findById(brandId);
    await app.get(RequestResetFlow).run(brand!, {
      ...{ identifier: addressOf(user), kinds: ['email'], kind: 'code', link, lifetime: 60_000 },
      ...{ targetLimit: LOTS, at: gateway.clock.now() },
    });
    await gateway.deliver();
    const [code = ''] = /\b[0-9A-Z]{32}\b/.exec(gateway.mail.lastTo(addressOf(user)).text) ?? [];
    const browser = visitor();
    const query = new URLSearchParams({ code, email: addressOf(user) }).toString();
    const page = await browser.open(`reset-password?${query}`);
    expect(page.forms[0]?.hidden).toMatchObject({ code, email: addressOf(user) });
    expect((await choose(browser, page, 'reset-password', NEXT)).status).toBe(303);
    expect(await signsIn(user, NEXT)).toBe(true);
  });

  it('JFW-PWD-11: an address is confirmed by a button, not by opening the link', async () => {
    const user = await person();
    await gateway.client('a.example').post(`users/${user.uid}/email-address/verify/send`);
    const { path } = await linkTo(addressOf(user));
    const isVerified = async () =>
      (await gateway.store.findOneByOrFail(UserEntity, { brandId, id: user.id })).isEmailVerified;
    const browser = visitor();
    const page = await browser.open(path);
    await browser.send('HEAD', path);
    expect(await isVerified()).toBe(false);
    const done = await browser.submit(page, 'verify-email');
    expect(done.location).toBe('/pages/a-example/done/email-verified');
    expect(await isVerified()).toBe(true);
    expect((await browser.submit(page, 'verify-email')).title).toBe('This link is no longer valid – a.example');
  });

  it('SEC-ENU-02: a registration, from the first step to the first sign-in; taken addresses are told nothing', async () => {
    const browser = visitor();
    const form = await browser.open('register?lang=vi');
    const taken = await person();
    const answers = new Set<string>();
    for (const emailAddress of [addressOf(taken), 'new.person@a.example']) {
      const { status, location, headers, text } = await browser.submit(form, 'register', {
        emailAddress,
        firstName: 'An',
      });
      answers.add(JSON.stringify([status, location, [...headers.keys()], text]));
    }
    expect([...answers]).toEqual([expect.stringContaining('/pages/a-example/done/registration-sent?lang=vi')]);
    const { path } = await linkTo('new.person@a.example');
    expect(path).toContain('/pages/a-example/accept-invitation?token=');
    const page = await browser.open(path);
    const done = await choose(browser, page, 'accept-invitation', NEXT);
    expect(done.location).toBe('/pages/a-example/done/account-ready');
    const signedIn = await browser.signIn('new.person@a.example', NEXT);
    expect(signedIn.location).toBe('/pages/a-example/account');
  });

  it('SEC-ENU-02: who asks for a link is told the same, whether there is such an account or not', async () => {
    const answers = new Set<string>();
    for (const emailAddress of [
      addressOf(await person()),
      'nobody@a.example',
      addressOf(await person({ status: 'Locked' })),
    ]) {
      const browser = visitor();
      const sent = await browser.submit(await browser.open('forgot-password'), 'forgot-password', { emailAddress });
      const { text } = await browser.follow(sent);
      answers.add(JSON.stringify([sent.status, sent.location, [...sent.headers.keys()], sent.text, text]));
    }
    expect(answers.size).toBe(1);
  });

  it('JFW-USR-02: a brand that takes no new people shows no form, and takes none', async () => {
    await gateway.addBrand('closed.example', { rateLimits: LIMITS, selfRegistration: false });
    const browser = visitor('closed-example');
    const signIn = await browser.open('sign-in');
    expect(signIn.text).not.toContain('/register');
    const page = await browser.open('register');
    expect([page.status, page.title]).toEqual([403, 'Registration is closed – closed.example']);
    const { form_token: token = '' } = signIn.forms[0]?.hidden ?? {};
    const sent = await browser.post('register', { form_token: token, emailAddress: 'x@y.example' });
    expect(sent.status).toBe(403);
  });

  it.each(['reset-password', 'verify-email', 'accept-invitation'])(
    'SEC-WEB-02: opening a link to %s writes nothing, not even where it is good',
    async (place) => {
      const { token } = await resetLink(await person());
      const browser = visitor();
      await browser.open(`${place}?token=${token}`);
      await gateway.settle();
      const statements = await statementsOf(gateway, async () => {
        await browser.open(`${place}?token=${token}`);
        await browser.send('HEAD', `/pages/a-example/${place}?token=${token}`);
        await browser.open(`${place}?token=${token}&lang=vi`);
      });
      expect(statements.filter((text) => /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)/i.test(text))).toEqual([]);
    },
  );

  it('a link without its secret, and one that is none, lead on', async () => {
    const browser = visitor();
    for (const place of ['reset-password', 'verify-email', 'accept-invitation', 'reset-password?code=x']) {
      const page = await browser.open(place);
      expect([place, page.status, page.title]).toEqual([place, 400, 'This link is no longer valid – a.example']);
    }
    const page = await browser.open('verify-email?token=not-a-token');
    const refused = await browser.submit(page, 'verify-email');
    expect([refused.status, refused.title]).toEqual([400, 'This link is no longer valid – a.example']);
  });

  it('SEC-RST-08: a secret is in its form alone: in no address, title, log, refusal or trail', async () => {
    const user = await person();
    const { path, token } = await resetLink(user);
    const browser = visitor();
    const page = await browser.open(`${path}&lang=vi`);
    const elsewhere = page.text.replaceAll(`name="token" value="${token}"`, '');
    expect(page.text).toContain(token);
    expect(elsewhere).not.toContain(token);
    // The other language is asked for by a form, so that no address has the secret.
    const english = await browser.submit(page, 'language/reset-password', { lang: 'en' });
    expect([english.status, english.title, english.location]).toEqual([200, 'Choose a new password – a.example', null]);
    const refused = await choose(browser, english, 'reset-password', 'short');
    const cut = await browser.open(path.replace(/token=.*/, `token=${token.slice(0, -2)}`));
    const wrong = await choose(browser, cut, 'reset-password', NEXT);
    expect([refused.status, wrong.status]).toEqual([400, 400]);
    await choose(browser, english, 'reset-password', NEXT);
    const kept = [
      JSON.stringify(await gateway.store.findBy(AuditEventEntity, { brandId })),
      JSON.stringify(await refusalById(gateway, refused.headers.get('x-correlation-id') ?? '')),
      JSON.stringify(await refusalById(gateway, wrong.headers.get('x-correlation-id') ?? '')),
      gateway.log.lines.join('\n'),
    ].join('\n');
    expect(kept).not.toContain(token.slice(0, -2));
    expect(kept).not.toContain(NEXT);
  });
});
