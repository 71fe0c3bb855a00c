import { setting, type SettingList } from '../../../kernel/settings/setting';
import { choice, flag, orNull, secret, wholeNumber } from '../../../kernel/settings/setting-type';
import { APP_VERSION_POLICIES } from './app-version-policies';

const DAY = 86_400;

/** What follows when a session's report drifts from what is known of its device. */
const DRIFT = choice(['allow', 'notify', 'step-up', 'refuse']);

/** Devices, their push tokens and the versions of the apps on them. */
export const DEVICE_SETTINGS = {
  legacyBodyCredentials: setting(flag(), false, { meaning: 'accepts brand and Auth Key in the body (JFW-CAL-08)' }),
  strictDeviceHeaders: setting(flag(), false, {
    meaning: 'refuses faulty device headers instead of ignoring them; never on a sign-in',
  }),
  presenceInterval: setting(wholeNumber(0, DAY), 900, {
    unit: 's',
    meaning: "time between two writes of a device's last contact",
  }),
  deviceQuota: setting(orNull(wholeNumber(1, 100_000)), null, {
    unit: 'devices',
    meaning: 'devices per user; null = no quota of the brand. The gateway links at most 200',
    counts: 'devices linked later',
  }),
  deviceQuotaMode: setting(choice(['evict-oldest', 'reject', 'confirm']), 'evict-oldest', {
    meaning: 'what happens to one device too many; with `confirm` the caller chooses whom to sign out',
  }),
  appVersionPolicies: setting(APP_VERSION_POLICIES, [], {
    meaning: 'least and recommended version of the app per operating system, and where to get it',
  }),
  driftOfDevice: setting(DRIFT, 'allow', {
    meaning:
      'what follows when a session names another device code than its own: `notify` tells the user by mail, `step-up` needs a sign-in within 5 minutes, `refuse` refuses',
  }),
  driftOfSystem: setting(DRIFT, 'allow', {
    meaning:
      'what follows when a session tells of another operating system on its device than before; as `driftOfDevice`',
  }),
  driftOfVersion: setting(DRIFT, 'allow', {
    meaning: 'what follows when a session tells of an older version of the app than before; as `driftOfDevice`',
  }),
  firebaseCredential: setting(secret('the JSON of a service account, null, or what is shown'), false, {
    meaning: 'service account of the Firebase project that pushes are sent with; it is tried before it is kept',
    isSecret: true,
  }),
  staleTokenAfter: setting(wholeNumber(DAY, 365 * DAY), 30 * DAY, {
    unit: 's',
    meaning: 'time without contact until a push token is stale; the next contact makes it active again',
  }),
  androidTokenExpiry: setting(wholeNumber(DAY, 730 * DAY), 270 * DAY, {
    unit: 's',
    meaning: 'time without contact until an Android push token is dropped',
  }),
} as const satisfies SettingList;
