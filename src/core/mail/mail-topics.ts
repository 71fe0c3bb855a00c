/** What the gateway writes mails about. A template may use the names that its topic has, and no others. */
export interface MailTopicDefinition {
  /** For operators who write templates. */
  readonly meaning: string;
  /** Names that a template may hold as `{{name}}`, with an example each for the preview; those of every mail apart. */
  readonly placeholders: Readonly<Record<string, string>>;
}

/** In every mail; `brandName` first of all. */
export const COMMON_PLACEHOLDERS: Readonly<Record<string, string>> = {
  brandName: 'Acme',
  recipientName: 'Jane Doe',
  recipientAddress: 'jane.doe@example.com',
  supportAddress: 'support@example.com',
};

const RESET_LINK = 'https://auth.example.com/pages/acme/reset-password?token=2Vb0J0bS7eHh0sWw';
const AT = '2026-03-01 09:30 UTC';

export const MAIL_TOPICS = {
  'reset-link': {
    meaning: 'a link to choose a new password, asked for by somebody who forgot it',
    placeholders: { link: RESET_LINK, minutes: '60' },
  },
  'reset-code': {
    meaning: 'a code, and a link with it, to choose a new password (DreamFactory dialect)',
    placeholders: { code: '7QK2M9XA4TZ0WB5RJ8D1CN6EVF3YHGPL', link: RESET_LINK, minutes: '30' },
  },
  'verify-email': {
    meaning: 'a link that confirms an e-mail address',
    placeholders: { link: 'https://auth.example.com/pages/acme/verify-email?token=2Vb0J0bS7eHh0sWw', hours: '24' },
  },
  'email-changed': {
    meaning: 'a notice to the old address: the account has another one now',
    placeholders: { newAddress: 'j***@e***', at: AT },
  },
  invitation: {
    meaning: 'an invitation: the account is there, a password is to be chosen',
    placeholders: { link: 'https://auth.example.com/pages/acme/accept-invitation?token=2Vb0J0bS7eHh0sWw', hours: '24' },
  },
  registration: {
    meaning: 'the second step of a registration: the address is confirmed and a password chosen',
    placeholders: { link: 'https://auth.example.com/pages/acme/accept-invitation?token=2Vb0J0bS7eHh0sWw', hours: '24' },
  },
  'already-registered': {
    meaning: 'somebody registers with an address that has an account already',
    placeholders: { link: 'https://auth.example.com/pages/acme/forgot-password' },
  },
  'password-changed': {
    meaning: 'a notice: the password is another one now, and other sessions have ended',
    placeholders: { at: AT, link: 'https://auth.example.com/pages/acme/forgot-password' },
  },
  'new-device': {
    meaning: 'a notice: somebody signed in on a device that the account did not know',
    placeholders: { device: 'Pixel 9', os: 'Android', address: '203.0.113.7', at: AT, link: RESET_LINK },
  },
  'device-drift': {
    meaning: 'a notice: a session says something else of its device than before',
    placeholders: {
      before: 'Pixel 9 (Android, 2.4.0)',
      after: 'Pixel 9 (Android, 1.9.2)',
      ...{ address: '203.0.113.7', at: AT, link: 'https://auth.example.com/pages/acme/forgot-password' },
    },
  },
  'session-theft': {
    meaning: 'a notice: a session was ended because its secret was used twice',
    placeholders: { at: AT, link: 'https://auth.example.com/pages/acme/account' },
  },
  'account-locked': { meaning: 'a notice: an administrator locked the account', placeholders: { at: AT } },
  'account-suspended': { meaning: 'a notice: an administrator suspended the account', placeholders: { at: AT } },
  'sign-in-code': {
    meaning: 'a code for a sign-in after very many failed ones',
    placeholders: { code: '493027', minutes: '5' },
  },
  'channel-test': { meaning: 'the test of a mail channel', placeholders: { at: AT } },
} as const satisfies Readonly<Record<string, MailTopicDefinition>>;

export type MailTopic = keyof typeof MAIL_TOPICS;

/** Values for a topic's own placeholders. */
export type MailValues<T extends MailTopic> = Readonly<Record<keyof (typeof MAIL_TOPICS)[T]['placeholders'], string>>;

export function isMailTopic(name: string): name is MailTopic {
  return Object.hasOwn(MAIL_TOPICS, name);
}
