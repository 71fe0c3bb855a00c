import { host, webOrAppUrl, webUrl } from '../../../kernel/settings/address-types';
import { type AboutSetting, setting, type SettingList } from '../../../kernel/settings/setting';
import { choice, flag, listOf, orNull, text, wholeNumber } from '../../../kernel/settings/setting-type';

const YEAR = 31_536_000;
const MOST_URLS = 50;
const COOKIE_NAME = text(64, "a cookie's name", (name) => (/^[\w!#$%&'*+.^`|~-]+$/.test(name) ? name : null));
const TOP_LEVEL = text(63, 'a top-level domain', (name) =>
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(name) ? name.toLowerCase() : null,
);

/** A setting of the Directus dialect, which is still to come. */
const about = (meaning: string, unit?: string): AboutSetting => ({
  meaning,
  keptFor: 'the Directus dialect',
  ...(unit === undefined ? {} : { unit }),
});
const urls = () => listOf(webOrAppUrl(), MOST_URLS);

/** Members of the object `directus` (section 23 of that dialect's page). */
export const DIRECTUS_SETTINGS = {
  accessTokenTtlSeconds: setting(wholeNumber(60, 86_400), 900, about('life of an access token', 's')),
  refreshTokenTtlSeconds: setting(wholeNumber(60, YEAR), 604_800, about('life of a refresh token', 's')),
  sessionTtlSeconds: setting(wholeNumber(60, YEAR), 86_400, about('life of a session cookie', 's')),
  refreshGraceSeconds: setting(wholeNumber(0, 60), 10, about('how long a superseded secret still serves', 's')),
  refreshCookieName: setting(COOKIE_NAME, 'directus_refresh_token', about('name of the refresh cookie')),
  sessionCookieName: setting(
    COOKIE_NAME,
    'directus_session_token',
    about('name of the session cookie; another than `directus.refreshCookieName`'),
  ),
  cookieSameSite: setting(
    choice(['Lax', 'Strict', 'None']),
    'Lax',
    about('attribute `SameSite` of the cookies; `None` needs `directus.cookieSecure` "always"'),
  ),
  cookieDomain: setting(orNull(host()), null, about('attribute `Domain` of the cookies')),
  cookieSecure: setting(
    choice(['auto', 'always']),
    'auto',
    about('attribute `Secure` of the cookies; "auto": whenever the public address is https'),
  ),
  passwordResetUrl: setting(orNull(webOrAppUrl()), null, about('where a reset mail leads; null: the own page')),
  passwordResetUrlAllowList: setting(
    orNull(urls()),
    null,
    about('addresses that a request for a reset may name; null: those of the environment'),
  ),
  passwordResetTtlMinutes: setting(wholeNumber(5, 1_440), 1_440, about('life of a reset token', 'minutes')),
  inviteUrl: setting(orNull(webOrAppUrl()), null, about('where an invitation leads; null: the own page')),
  inviteUrlAllowList: setting(urls(), [], about('addresses that an invitation may name')),
  registerUrlAllowList: setting(urls(), [], about('addresses that a registration may name')),
  emailVerifiedUrl: setting(orNull(webUrl()), null, about('where a confirmed registration leads; null: the own page')),
  publicRegistration: setting(flag(), false, about('people may register without an invitation')),
  publicRegistrationVerifyEmail: setting(flag(), true, about('a registration needs a confirmed address')),
  publicRegistrationRole: setting(orNull(text(64)), null, about('id of the role that a registration gives')),
  redirectAllowList: setting(urls(), [], about('addresses that a sign-in through a provider may lead to')),
  disableDefault: setting(flag(), false, about('no sign-in with a password')),
  expiresUnit: setting(choice(['ms', 's']), 'ms', about('unit of `expires` in answers')),
  extraTlds: setting(listOf(TOP_LEVEL, 100), [], about('more top-level domains of e-mail addresses')),
  app: setting(orNull(text(64)), null, about('app that sessions are opened under; null: the default app')),
  reauthMinutes: setting(
    orNull(wholeNumber(1, 1_440)),
    null,
    about('changing password or e-mail address needs a sign-in this recent; null: no', 'minutes'),
  ),
  queryLimitMax: setting(wholeNumber(1, 10_000), 1_000, about('most entries of one list', 'entries')),
} as const satisfies SettingList;
