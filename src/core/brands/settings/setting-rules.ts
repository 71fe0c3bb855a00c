import type { BrandSettings } from '../brand-settings';

/** What several settings have to agree on. */
export interface SettingRule {
  /** Names of the settings it is about; whoever changes one of them is told. */
  readonly members: readonly string[];
  readonly message: string;
  readonly isKept: (settings: BrandSettings) => boolean;
}

export const SETTING_RULES: readonly SettingRule[] = [
  {
    members: ['refreshKeyLifetime', 'authKeyLifetime'],
    message: 'refreshKeyLifetime must be at least authKeyLifetime.',
    isKept: ({ refreshKeyLifetime, authKeyLifetime }) => refreshKeyLifetime >= authKeyLifetime,
  },
  {
    members: ['refreshKeyAbsoluteLifetime', 'refreshKeyLifetime'],
    message: 'refreshKeyAbsoluteLifetime must be at least refreshKeyLifetime.',
    isKept: ({ refreshKeyAbsoluteLifetime, refreshKeyLifetime }) => refreshKeyAbsoluteLifetime >= refreshKeyLifetime,
  },
  {
    members: ['dreamfactory.securityQuestion', 'dreamfactory.securityQuestions'],
    message: 'dreamfactory.securityQuestion "with-code" needs dreamfactory.securityQuestions.',
    isKept: ({ dreamfactory }) =>
      dreamfactory.securityQuestion !== 'with-code' || dreamfactory.securityQuestions.length > 0,
  },
  {
    members: ['directus.sessionCookieName', 'directus.refreshCookieName'],
    message: 'The two cookies of the directus settings must have different names.',
    isKept: ({ directus }) => directus.sessionCookieName !== directus.refreshCookieName,
  },
  {
    // A browser drops such a cookie (DIR-CKI-02).
    members: ['directus.cookieSameSite', 'directus.cookieSecure'],
    message: 'directus.cookieSameSite "None" needs directus.cookieSecure "always".',
    isKept: ({ directus }) => directus.cookieSameSite !== 'None' || directus.cookieSecure === 'always',
  },
];
