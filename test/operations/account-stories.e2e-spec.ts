import { UserEntity } from '../../src/core/users/user.entity';
import type { BrandId } from '../../src/kernel/ids';
import { SmtpMailTransport } from '../../src/outbound/smtp/smtp-mail-transport';
import { describeEngine } from '../support/describe-engine';
import { DreamFactoryClient } from '../support/dreamfactory-client';
import type { JfwClient } from '../support/jfw-client';
import { Mailbox } from '../support/mailbox';
import { PageVisitor } from '../support/page-visitor';
import { PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const SECOND = 'copper meadow lantern';
const THIRD = 'violet anchor cinder';

/** Each thing that needs a mail, as people live through it; the mails are read from a real server. */
describeEngine('stories of accounts', () => {
  let gateway: TestGateway;
  let mailbox: Mailbox;
  let brandId: BrandId;
  let client: JfwClient;
  let admin: JfwClient;
  let count = 0;

  beforeAll(async () => {
    mailbox = await Mailbox.open();
    gateway = await TestGateway.start({ env: { SMTP_URL: mailbox.url }, mail: new SmtpMailTransport() });
    const rateLimits = { ...PLENTY, recovery: PLENTY.login, recoveryTarget: PLENTY.login, register: PLENTY.login };
    brandId = await gateway.addBrand('a.example', { rateLimits, resetPasswordUrl: 'https://app.example/reset' });
    client = gateway.client('a.example');
    await gateway.addUser(brandId, { username: 'admin.a', password: PASSWORD, type: 'Admin' });
    const { data } = await client.signIn('admin.a', PASSWORD);
    admin = client.with({ 'Auth-Key': data.authKey });
  });
  afterAll(async () => {
    await gateway.close();
    await mailbox.close();
  });

  const address = () => `person.${(count += 1)}@example.com`;
  const signInStatus = async (name: string, password: string) => (await client.signIn(name, password)).status;
  const person = async () => {
    const emailAddress = address();
    const user = await gateway.addUser(brandId, { emailAddress, password: PASSWORD });
    return { user, emailAddress };
  };
  const tokenTo = async (emailAddress: string) => {
    await gateway.deliver();
    return mailbox.linkTo(emailAddress).searchParams.get('token') ?? '';
  };
  const visitor = () => new PageVisitor(gateway.origin, 'a-example');

  it('JFW-PWD-10, -11: registers, and confirms the address', async () => {
    const emailAddress = address();
    const made = await client.post<{ id: string }>('users/register', { emailAddress, password: PASSWORD });
    expect(made.data).toMatchObject({ isEmailAddressVerified: false });
    const token = await tokenTo(emailAddress);
    const { html, text, headers } = mailbox.lastTo(emailAddress);
    expect(String(html)).toContain(token);
    expect(text).toContain(token);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect((await client.put('users/email-address/active', { token })).data).toBe(true);
    expect((await client.put('users/email-address/active', { token })).code).toBe('TokenInvalid');
    expect((await admin.get(`users/${made.data.id}`)).data).toMatchObject({ isEmailAddressVerified: true });
  });

  it('JFW-PWD-06 to -09: forgets the password and chooses another, by the link; the notice follows', async () => {
    const { emailAddress } = await person();
    await client.post('users/forgot-password', { emailAddress });
    const token = await tokenTo(emailAddress);
    const body = { emailAddress, token, newPassword: SECOND };
    expect((await client.post('users/reset-password', body)).status).toBe(200);
    expect(await signInStatus(emailAddress, PASSWORD)).toBe(401);
    expect(await signInStatus(emailAddress, SECOND)).toBe(200);
    await gateway.deliver();
    expect(mailbox.lastTo(emailAddress).subject).toMatch(/password/i);
    expect(mailbox.lastTo(emailAddress).text).not.toContain(token);
  });

  it('DF-PWD-08, -15: the same with a code, in the other dialect', async () => {
    const { emailAddress } = await person();
    const other = new DreamFactoryClient(gateway.origin, { 'Brand-URL': 'a.example' });
    expect((await other.post('user/password?reset=true', { email: emailAddress })).body).toEqual({ success: true });
    await gateway.deliver();
    const [code] = /\b[0-9A-Z]{32}\b/.exec(mailbox.lastTo(emailAddress).text ?? '') ?? [];
    const body = { email: emailAddress, code, new_password: THIRD };
    expect((await other.post('user/password', body)).body).toEqual({ success: true });
    expect(await signInStatus(emailAddress, THIRD)).toBe(200);
  });

  it('the same on the pages, where nobody has an app', async () => {
    const { emailAddress } = await person();
    const browser = visitor();
    await browser.submit(await browser.open('forgot-password'), 'forgot-password', { emailAddress });
    await gateway.deliver();
    const link = mailbox.linkTo(emailAddress);
    const page = await browser.open(`${link.pathname}${link.search}`);
    const done = await browser.submit(page, 'reset-password', { newPassword: SECOND, repeatPassword: SECOND });
    expect(done.status).toBe(303);
    expect((await browser.signIn(emailAddress, SECOND)).location).toContain('/account');
  });

  it('SEC-RST-07: changes the address; the old one is told, the new one asked', async () => {
    const { emailAddress, user } = await person();
    const { data } = await client.signIn(emailAddress, PASSWORD);
    const own = client.with({ 'Auth-Key': data.authKey });
    const next = address();
    const changed = await own.put(`users/${user.uid}`, { username: next, emailAddress: next });
    expect(changed.data).toMatchObject({ emailAddress: next, isEmailAddressVerified: false });
    const token = await tokenTo(next);
    expect(mailbox.lastTo(emailAddress).text).not.toContain(next);
    expect((await client.put('users/email-address/active', { token })).data).toBe(true);
  });

  it('is invited, in their language, and accepts on the page', async () => {
    const emailAddress = address();
    const invited = await admin.post('users/invite', { emailAddress, firstName: 'Bình', languageCode: 'vi-VN' });
    expect([invited.status, invited.data['status']]).toEqual([201, 'Inactive']);
    await gateway.deliver();
    expect(mailbox.lastTo(emailAddress).text).toMatch(/[ăâđêôơư]/);
    const link = mailbox.linkTo(emailAddress);
    const browser = visitor();
    const page = await browser.open(`${link.pathname}${link.search}`);
    expect(
      (await browser.submit(page, 'accept-invitation', { newPassword: SECOND, repeatPassword: SECOND })).status,
    ).toBe(303);
    expect(await signInStatus(emailAddress, SECOND)).toBe(200);
  });

  it('registers on the page with an address alone, and chooses the password by the link', async () => {
    const emailAddress = address();
    const browser = visitor();
    await browser.submit(await browser.open('register'), 'register', { emailAddress });
    await gateway.deliver();
    await gateway.deliver();
    const link = mailbox.linkTo(emailAddress);
    const page = await browser.open(`${link.pathname}${link.search}`);
    expect(
      (await browser.submit(page, 'accept-invitation', { newPassword: SECOND, repeatPassword: SECOND })).status,
    ).toBe(303);
    expect(await signInStatus(emailAddress, SECOND)).toBe(200);
  });

  it('is told of a new device, and of an administrator who locks the account', async () => {
    const { emailAddress, user } = await person();
    const phone = (code: string, name: string) => ({
      'X-Device-Code': code,
      'X-Device-Name': name,
      'X-Os-Device': 'iOS',
    });
    await client.signIn(emailAddress, PASSWORD, phone('first', 'Old phone'));
    await client.signIn(emailAddress, PASSWORD, phone('second', 'Phone of a stranger'));
    await gateway.deliver();
    expect(mailbox.lastTo(emailAddress).text).toContain('Phone of a stranger');
    await admin.post(`users/${user.uid}/lock`, null);
    await gateway.deliver();
    expect(mailbox.lastTo(emailAddress).subject).toMatch(/lock/i);
  });

  it('JFW-AUTH-16: signs in with a mailed code after a hundred failures', async () => {
    const { emailAddress, user } = await person();
    await gateway.store.update(UserEntity, { brandId, id: user.id }, { failedSignIns: 100 });
    const asked = await client.signIn(emailAddress, PASSWORD);
    expect([asked.code, asked.data]).toEqual(['OtpRequired', { methods: ['mail'] }]);
    await gateway.deliver();
    const [otp] = /\b\d{6}\b/.exec(mailbox.lastTo(emailAddress).text ?? '') ?? [];
    const signedIn = await client.post('users/auth', { username: emailAddress, password: PASSWORD, otp });
    expect(signedIn.status).toBe(200);
  });
});
