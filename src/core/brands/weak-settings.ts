import type { BrandSettings } from './brand-settings';

/** A setting that weakens a brand, or deviates from what is recommended. */
export interface WeakSetting {
  /** As the documentation names it; those of a group as `dreamfactory.basicAuth`. */
  readonly setting: string;
  /** `deviation`: allowed and known; `weakness`: makes a break-in easier. */
  readonly kind: 'deviation' | 'weakness';
  readonly problem: string;
  readonly advice: string;
}

interface Rule extends WeakSetting {
  readonly applies: (settings: BrandSettings) => boolean;
}

const DAY = 86_400;

const RULES: readonly Rule[] = [
  {
    setting: 'passwordMinLength',
    kind: 'deviation',
    applies: ({ passwordMinLength }) => passwordMinLength < 15,
    problem:
      'Passwords may be shorter than 15 characters, which NIST SP 800-63B-4 asks for where they are all there is.',
    advice: 'Raise passwordMinLength to 15 (SEC-PW-06).',
  },
  {
    setting: 'passwordPolicyLevel',
    kind: 'deviation',
    applies: ({ passwordPolicyLevel }) => passwordPolicyLevel !== null,
    problem: 'Passwords have to follow rules of composition, which NIST SP 800-63B-4 advises against.',
    advice: 'Set passwordPolicyLevel to null and ask for length instead (SEC-PW-06).',
  },
  {
    setting: 'refuseCommonPasswords',
    kind: 'weakness',
    applies: ({ refuseCommonPasswords }) => !refuseCommonPasswords,
    problem: 'People may choose passwords that everybody tries first.',
    advice: 'Set refuseCommonPasswords to true (SEC-PW-07).',
  },
  {
    setting: 'lockoutThreshold',
    kind: 'weakness',
    applies: ({ lockoutThreshold }) => lockoutThreshold === 0 || lockoutThreshold > 100,
    problem: 'Wrong passwords never lock an account, or only after more than 100.',
    advice: 'Set lockoutThreshold to 10.',
  },
  {
    setting: 'lockoutDuration',
    kind: 'deviation',
    applies: ({ lockoutDuration, lockoutThreshold }) => lockoutDuration === 0 && lockoutThreshold > 0,
    problem: 'Anybody who knows a name can lock its account until an administrator unlocks it.',
    advice: 'Give lockoutDuration a time, such as 900.',
  },
  {
    setting: 'legacyBodyCredentials',
    kind: 'weakness',
    applies: ({ legacyBodyCredentials }) => legacyBodyCredentials,
    problem: 'Keys are accepted in bodies, where proxies and logs see them.',
    advice: 'Set legacyBodyCredentials to false when the last old client is gone (JFW-CAL-08).',
  },
  {
    setting: 'bindRefreshToDevice',
    kind: 'weakness',
    applies: ({ bindRefreshToDevice }) => !bindRefreshToDevice,
    problem: 'A stolen refresh key works on another device.',
    advice: 'Set bindRefreshToDevice to true.',
  },
  {
    setting: 'authKeyLifetime',
    kind: 'weakness',
    applies: ({ authKeyLifetime }) => authKeyLifetime > 7 * DAY,
    problem: 'A stolen Auth Key works for more than a week.',
    advice: 'Set authKeyLifetime to a day; clients refresh.',
  },
  {
    setting: 'refreshKeyLifetime',
    kind: 'weakness',
    applies: ({ refreshKeyLifetime }) => refreshKeyLifetime > 366 * DAY,
    problem: 'A session that nobody uses stays alive for more than a year.',
    advice: 'Set refreshKeyLifetime to 60 days.',
  },
  {
    setting: 'rateLimits',
    kind: 'weakness',
    applies: ({ rateLimits }) => [rateLimits['login'], rateLimits['loginIdentifier']].some(isLoose),
    problem: 'Sign-ins are limited to more than 5 a second, which is no limit for somebody who guesses.',
    advice: 'Lower the buckets login and loginIdentifier in rateLimits.',
  },
  {
    setting: 'domainWhiteListURLs',
    kind: 'weakness',
    applies: ({ domainWhiteListURLs }) => /(^|[\s,;])http:\/\/(?!localhost)/.test(domainWhiteListURLs ?? ''),
    problem: 'Pages that came without TLS may read answers.',
    advice: 'List https origins only in domainWhiteListURLs.',
  },
  {
    setting: 'dreamfactory.securityQuestion',
    kind: 'weakness',
    applies: ({ dreamfactory }) => dreamfactory.securityQuestion === 'alone',
    problem: 'Whoever knows the answer to a question sets a new password.',
    advice: 'Set dreamfactory.securityQuestion to off (SEC-RST-06).',
  },
  {
    setting: 'dreamfactory.revealUnknownEmail',
    kind: 'weakness',
    applies: ({ dreamfactory }) => dreamfactory.revealUnknownEmail,
    problem: 'Anybody can find out which addresses have an account.',
    advice: 'Set dreamfactory.revealUnknownEmail to false.',
  },
  {
    setting: 'dreamfactory.revealApiKeys',
    kind: 'weakness',
    applies: ({ dreamfactory }) => dreamfactory.revealApiKeys === 'all',
    problem: 'The API keys of all apps can be read again.',
    advice: 'Set dreamfactory.revealApiKeys to admin.',
  },
];

/** What is weak in these settings, or deviates; reported by `brandgate doctor`. */
export function weakSettingsOf(settings: BrandSettings): WeakSetting[] {
  const found = RULES.filter(({ applies }) => applies(settings));
  return found.map(({ setting, kind, problem, advice }) => ({ setting, kind, problem, advice }));
}

function isLoose(limit: { readonly limit: number; readonly seconds: number } | undefined): boolean {
  return limit !== undefined && limit.limit / limit.seconds > 5;
}
