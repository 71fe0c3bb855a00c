import { emailAddress, linkHost, webOrAppUrl, webOrigin } from '../../../kernel/settings/address-types';
import { setting, type SettingList } from '../../../kernel/settings/setting';
import { choice, flag, listOf, orNull, wholeNumber } from '../../../kernel/settings/setting-type';

/** Accounts: passwords, registration, and the links and codes that people are sent. */
export const ACCOUNT_SETTINGS = {
  passwordPolicyLevel: setting(orNull(choice(['Low', 'Medium', 'High'])), null, {
    meaning: 'older JFW rules on top of the minimum; Medium and High demand four kinds of characters',
    counts: 'passwords chosen later',
  }),
  passwordMinLength: setting(wholeNumber(8, 256), 8, {
    unit: 'code points',
    meaning: 'least length of a password',
    counts: 'passwords chosen later',
  }),
  refuseCommonPasswords: setting(flag(), true, {
    meaning: 'refuses passwords of the common list',
    counts: 'passwords chosen later',
  }),
  passwordHistory: setting(wholeNumber(0, 24), 0, {
    unit: 'passwords',
    meaning: 'earlier passwords of an account that it may not choose again',
    counts: 'passwords chosen later',
  }),
  selfRegistration: setting(flag(), true, { meaning: 'people may register without an administrator' }),
  invitations: setting(flag(), true, {
    meaning: 'administrators may invite people; off together with `selfRegistration` closes the brand to new accounts',
  }),
  verificationMail: setting(flag(), true, {
    meaning: 'who registers with an e-mail address, or changes it, is sent a link to confirm it',
  }),
  securityNotices: setting(flag(), true, {
    meaning: 'mails people when somebody signs in on a new device, and when their password or address changed',
  }),
  language: setting(choice(['en', 'vi']), 'en', {
    meaning: 'of mails and pages for people who have not said what they read',
  }),
  supportAddress: setting(orNull(emailAddress()), null, { meaning: 'shown in mails and pages' }),
  pagesOrigin: setting(orNull(webOrigin()), null, {
    meaning: "origin under which the brand's pages are reached; null: the gateway's own",
  }),
  resetLinkHosts: setting(listOf(linkHost(), 50), [], {
    meaning: "hosts that links in mails may lead to, beside the brand's verified domains",
  }),
  resetPasswordUrl: setting(orNull(webOrAppUrl()), null, {
    meaning: 'where a reset mail leads when the request names no link',
  }),
  resetTokenLifetime: setting(wholeNumber(60, 86_400), 3_600, {
    unit: 's',
    meaning: 'life of a reset token',
  }),
  emailTokenLifetime: setting(wholeNumber(60, 2_592_000), 86_400, {
    unit: 's',
    meaning: 'life of a token that confirms an e-mail address, and of an invitation',
  }),
  otpLength: setting(wholeNumber(6, 10), 6, { unit: 'digits', meaning: 'length of a one-time code' }),
  otpLifetime: setting(wholeNumber(30, 1_800), 300, {
    unit: 's',
    meaning: 'life of a one-time code',
  }),
  otpAttempts: setting(wholeNumber(1, 10), 5, {
    unit: 'tries',
    meaning: 'wrong codes until a one-time code is void',
  }),
  pairingLifetime: setting(wholeNumber(30, 600), 120, {
    unit: 's',
    meaning: 'life of a pairing of two devices',
    keptFor: 'pairing',
  }),
} as const satisfies SettingList;
