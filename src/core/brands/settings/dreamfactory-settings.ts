import { webOrAppUrl } from '../../../kernel/settings/address-types';
import { type AboutSetting, setting, type SettingList } from '../../../kernel/settings/setting';
import { choice, flag, listOf, orNull, text, wholeNumber } from '../../../kernel/settings/setting-type';

/** Questions that anybody can answer for themselves and few for others; NIST advises against them all the same. */
const QUESTIONS = [
  'What was the name of your first teacher?',
  'In which street did you live when you were ten?',
  'What was the first concert that you went to?',
  'What was the name of your first pet?',
  'In which town did your parents meet?',
  'What was the make of your first bicycle or car?',
  'What did you want to become when you were a child?',
  'What is the middle name of your oldest cousin?',
];

/** A setting of those parts of the DreamFactory dialect that are still to come. */
const about = (meaning: string, unit?: string): AboutSetting => ({
  meaning,
  keptFor: 'the rest of the DreamFactory dialect',
  ...(unit === undefined ? {} : { unit }),
});

/** Members of the object `dreamfactory` (section 17 of that dialect's page). */
export const DREAMFACTORY_SETTINGS = {
  tokenTtlMinutes: setting(wholeNumber(1, 43_200), 1_440, {
    unit: 'minutes',
    meaning: 'life of a session token',
    counts: 'tokens made later',
  }),
  refreshWindowMinutes: setting(
    wholeNumber(1, 525_600),
    20_160,
    about('time from the sign-in in which a token can be refreshed', 'minutes'),
  ),
  revealUnknownEmail: setting(flag(), false, { meaning: 'a reset tells that an address is unknown' }),
  securityQuestion: setting(choice(['off', 'with-code', 'alone']), 'off', {
    meaning: 'whether a security question counts in a reset: not at all, beside the mailed code, or in its place',
    risk: { value: 'alone', text: 'whoever knows the answer to a question sets a new password' },
  }),
  securityQuestions: setting(listOf(text(255), 50), QUESTIONS, {
    meaning: 'questions to choose from beside a mailed code; whoever has none is shown one of them',
  }),
  revealApiKeys: setting(choice(['admin', 'all', 'none']), 'admin', about('apps whose API keys can be read again')),
  basicAuth: setting(flag(), false, about('accepts name and password with every call')),
  loginAttribute: setting(choice(['email', 'username']), 'email', { meaning: 'what people name themselves by' }),
  openRegistration: setting(flag(), false, about('people may register without an administrator')),
  registrationConfirmation: setting(flag(), true, about('a registration needs a confirmed address')),
  passwordMinLength: setting(wholeNumber(8, 256), 16, {
    unit: 'code points',
    meaning: "least length of a password in this dialect, where the brand's own is not higher",
    counts: 'passwords chosen later',
  }),
  resetUrl: setting(orNull(webOrAppUrl()), null, { meaning: "where a reset mail leads; null: the brand's page" }),
  inviteUrl: setting(orNull(webOrAppUrl()), null, about("where an invitation leads; null: the brand's page")),
  registerUrl: setting(orNull(webOrAppUrl()), null, about("where a confirmation leads; null: the brand's page")),
  passwordResetTtlMinutes: setting(wholeNumber(5, 1_440), 30, {
    unit: 'minutes',
    meaning: 'life of a reset code',
    counts: 'codes mailed later',
  }),
} as const satisfies SettingList;
