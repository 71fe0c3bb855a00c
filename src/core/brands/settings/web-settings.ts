import { webOrigins, webUrl } from '../../../kernel/settings/address-types';
import { setting, type SettingList } from '../../../kernel/settings/setting';
import { orNull, text, wholeNumber } from '../../../kernel/settings/setting-type';
import { RATE_LIMITS } from './rate-limits';

const APPS = 'apps that read it';

/** Limits, browsers, the trail, and what JFW's own apps keep with a brand. */
export const WEB_SETTINGS = {
  rateLimits: setting(
    RATE_LIMITS,
    {},
    {
      meaning: 'other limits than the [ones below](#rate-limits); given whole, not bucket by bucket',
      isOperators: true,
    },
  ),
  domainWhiteListURLs: setting(orNull(webOrigins(4_000)), null, {
    meaning: "web origins that may read answers, beside https on the brand's verified domains",
  }),
  auditRetentionDays: setting(wholeNumber(30, 3_650), 400, {
    unit: 'days',
    meaning: 'how long lines of the audit trail are kept',
    isOperators: true,
  }),
  googleAnalyticsAccount: setting(orNull(text(100)), null, { meaning: 'an account name', keptFor: APPS }),
  reCaptchaKey: setting(orNull(text(200)), null, { meaning: 'a public site key', keptFor: APPS }),
  currencyCode: setting(orNull(text(10)), null, { meaning: 'a currency', keptFor: APPS }),
  cdnURL: setting(orNull(webUrl()), null, { meaning: 'where pictures and files come from', keptFor: APPS }),
  cdnFolder: setting(orNull(text(500)), null, { meaning: 'the folder below it', keptFor: APPS }),
} as const satisfies SettingList;
