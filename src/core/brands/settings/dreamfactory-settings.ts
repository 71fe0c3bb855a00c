import { webOrAppUrl } from '../../../kernel/settings/address-types';
import { type AboutSetting, setting, type SettingList } from '../../../kernel/settings/setting';
import { choice, flag, orNull, wholeNumber } from '../../../kernel/settings/setting-type';

/** A setting of those parts of the DreamFactory dialect that are still to come. */
const about = (meaning: string, unit?: string): AboutSetting => ({
  meaning,
  keptFor: 'the rest of the DreamFactory dialect',
  ...(unit === undefined ? {} : { unit }),
});

/** Members of the object `dreamfactory` (section 17 of that dialect's page). */
export const DREAMFACTORY_SETTINGS = {
  tokenTtlMinutes: setting(wholeNumber(1, 43_200), 1_440, about('life of a session token', 'minutes')),
  refreshWindowMinutes: setting(
    wholeNumber(1, 525_600),
    20_160,
    about('time from the sign-in in which a token can be refreshed', 'minutes'),
  ),
  revealUnknownEmail: setting(flag(), false, about('a reset tells that an address is unknown')),
  securityQuestion: setting(
    choice(['off', 'with-code', 'alone']),
    'off',
    about('whether a security question counts in a reset'),
  ),
  revealApiKeys: setting(choice(['admin', 'all', 'none']), 'admin', about('apps whose API keys can be read again')),
  basicAuth: setting(flag(), false, about('accepts name and password with every call')),
  loginAttribute: setting(choice(['email', 'username']), 'email', about('what people sign in by')),
  openRegistration: setting(flag(), false, about('people may register without an administrator')),
  registrationConfirmation: setting(flag(), true, about('a registration needs a confirmed address')),
  passwordMinLength: setting(wholeNumber(8, 256), 16, about('least length of a password', 'code points')),
  resetUrl: setting(orNull(webOrAppUrl()), null, about("where a reset mail leads; null: the brand's page")),
  inviteUrl: setting(orNull(webOrAppUrl()), null, about("where an invitation leads; null: the brand's page")),
  registerUrl: setting(orNull(webOrAppUrl()), null, about("where a confirmation leads; null: the brand's page")),
  passwordResetTtlMinutes: setting(wholeNumber(5, 1_440), 30, about('life of a reset code', 'minutes')),
} as const satisfies SettingList;
