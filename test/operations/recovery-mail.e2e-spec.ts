import type { ParsedMail } from 'mailparser';
import { SmtpMailTransport } from '../../src/outbound/smtp/smtp-mail-transport';
import { UserEntity } from '../../src/core/users/user.entity';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { Mailbox } from '../support/mailbox';
import { PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const NEW_PASSWORD = 'copper meadow lantern';
const ADDRESS = 'Ada.Lovelace@example.com';
const NASTY = `<img src=x onerror=alert(1)>{{7*7}}\${7*7}<%= 7*7 %>`;

/** A person forgets their password; the mail goes through a mail server, as bytes. */
describeEngine('recovery by real mail', () => {
  let gateway: TestGateway;
  let mailbox: Mailbox;
  let brandId: BrandId;

  beforeAll(async () => {
    mailbox = await Mailbox.open();
    gateway = await TestGateway.start({ env: { SMTP_URL: mailbox.url }, mail: new SmtpMailTransport() });
    const rateLimits = { ...PLENTY, recovery: PLENTY.login };
    brandId = await gateway.addBrand('a.example', { rateLimits, resetPasswordUrl: 'https://app.example/reset' });
  });
  afterAll(async () => {
    await gateway.close();
    await mailbox.close();
  });

  function mailOf(n: number): ParsedMail {
    const { mail } = mailbox.arrived[n] ?? {};
    if (!mail) throw new Error(`there is no mail ${n}`);
    return mail;
  }

  it('SEC-RST-01, -08, SEC-ID-06, SEC-IN-17 (INJ-05): asked for, mailed, redeemed, signed in', async () => {
    const user = await gateway.addUser(brandId, {
      username: 'ada.lovelace',
      emailAddress: ADDRESS,
      password: PASSWORD,
    });
    const name = `${NASTY}\r\nBcc: x@evil.test`;
    await gateway.store.update(UserEntity, { brandId, id: user.id }, { firstName: name });
    const client = gateway.client('a.example');
    const asked = await client.post('users/forgot-password', { emailAddress: ADDRESS.toLowerCase() });
    expect([asked.status, asked.data]).toEqual([200, true]);
    await gateway.deliver();
    expect(mailbox.arrived.map(({ to }) => to)).toEqual([[ADDRESS]]);
    const { headers, text = '', html, messageId } = mailOf(0);
    expect(headers.has('bcc')).toBe(false);
    expect(text).toMatch(/https:\/\/app\.example\/reset\?token=[\w-]{43}/);
    expect(String(html)).not.toContain('<img src=x');
    const [, token] = /[?&]token=([\w-]{43})/.exec(text) ?? [];
    const body = { emailAddress: ADDRESS, token, newPassword: NEW_PASSWORD };
    expect((await client.post('users/reset-password', body)).status).toBe(200);
    expect((await client.signIn('ada.lovelace', NEW_PASSWORD)).status).toBe(200);
    await gateway.deliver();
    expect(mailbox.arrived).toHaveLength(2);
    expect(mailOf(1).messageId).not.toBe(messageId);
  });
});
