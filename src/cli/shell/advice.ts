/** What to do about refusals whose message does not say it, by their code in the catalogue. */
const ADVICE: Readonly<Record<string, string>> = {
  'role.in-use': 'An app, or a user within an app, has it: give them another one first. See: brandgate app list',
  'role.built-in': 'Built-in roles are the types of users: make a role of your own with brandgate role create',
  'role.exists': 'Take another code, or change the role that is there: brandgate role update',
  'app.exists': 'Take another name, or change the app that is there: brandgate app update',
  'app.built-in': 'The built-in app keeps its name and stays; its key can be changed: brandgate app regenerate-key',
  'service.exists': 'Take another name, or change the service that is there: brandgate service update',
  'service.built-in': 'It is a part of the gateway itself; roles give access to it: brandgate role service set',
  'device.not-found': 'See: brandgate device list',
  'push.not-found': 'See: brandgate push list',
  'push.not-configured':
    'Give the brand a service account, or look at the one it has: brandgate push-channel set, show',
  'push.not-registered': 'Its app has given no push token that messages can go to: brandgate device list',
  'push.unavailable': 'Try again later; what Google has against the account: brandgate push-channel show',
};

/** @returns null when the message says all there is to say */
export function adviceOn(code: string): string | null {
  return Object.hasOwn(ADVICE, code) ? (ADVICE[code] ?? null) : null;
}
