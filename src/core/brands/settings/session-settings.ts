import { setting, type SettingList } from '../../../kernel/settings/setting';
import { choice, flag, wholeNumber } from '../../../kernel/settings/setting-type';

const DAY = 86_400;
const KEYS = 'keys issued later';

/** How long keys and sessions live, and how sign-ins are kept from guessing. */
export const SESSION_SETTINGS = {
  authKeyLifetime: setting(wholeNumber(60, 30 * DAY), DAY, {
    unit: 's',
    meaning: 'life of an Auth Key',
    counts: KEYS,
    isOperators: true,
  }),
  refreshKeyLifetime: setting(wholeNumber(60, 1_825 * DAY), 60 * DAY, {
    unit: 's',
    meaning: 'life of a refresh key, renewed by each refresh; at least `authKeyLifetime`',
    counts: KEYS,
    isOperators: true,
  }),
  refreshKeyAbsoluteLifetime: setting(wholeNumber(60, 1_825 * DAY), 365 * DAY, {
    unit: 's',
    meaning: 'life of a session, however often it is refreshed; at least `refreshKeyLifetime`',
    counts: 'sign-ins later',
    isOperators: true,
  }),
  bindRefreshToDevice: setting(flag(), true, {
    meaning: "a refresh from another device code than the session's is refused",
  }),
  lockoutThreshold: setting(wholeNumber(0, 1_000), 10, {
    unit: 'failures',
    meaning: 'failed sign-ins in a row that lock an account; 0 = never',
    isOperators: true,
  }),
  lockoutDuration: setting(wholeNumber(0, 365 * DAY), 900, {
    unit: 's',
    meaning: 'how long such a lock lasts; 0 = until an administrator unlocks',
    counts: 'locks later',
    isOperators: true,
  }),
  secondFactor: setting(choice(['off', 'optional', 'required']), 'optional', {
    meaning: 'whether accounts may or must have a second factor',
    keptFor: 'the second factor',
  }),
  totpPreviousStep: setting(flag(), false, {
    meaning: 'accepts the code of the step before as well',
    keptFor: 'the second factor',
  }),
  requireRecentSignIn: setting(flag(), false, {
    meaning: 'changing e-mail address or phone number needs a sign-in within 5 minutes; recommended',
  }),
  sessionQuota: setting(wholeNumber(1, 1_000), 100, {
    unit: 'sessions',
    meaning: 'sessions per user; the oldest gives way',
    counts: 'sign-ins later',
  }),
} as const satisfies SettingList;
