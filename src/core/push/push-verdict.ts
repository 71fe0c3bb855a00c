import type { PushOutcome } from '../../ports/push-transport.port';

/** A message that Google did not take. */
export type PushFailure = Extract<PushOutcome, { kind: 'failed' }>;

/**
 * What a failure is about (JFW-PSH-03). `token`: it is dead. `payload`: the message is at fault, and no token is.
 * `config`: the brand's project or account. `later`: nobody is at fault for long.
 */
export type PushVerdict = 'token' | 'payload' | 'config' | 'later';

/** Of a fault: without a token nothing is sent at all. Other faults may be one system's (no APNs key), or one token's. */
export const OF_ACCOUNT = 'authentication-error';
/** The project's quota: whatever else is sent would meet it as well. */
export const OF_PROJECT = 'message-rate-exceeded';

const VERDICTS: Readonly<Record<string, PushVerdict>> = {
  'registration-token-not-registered': 'token',
  'installation-id-not-registered': 'token',
  'invalid-registration-token': 'token',
  'invalid-argument': 'payload',
  'payload-size-limit-exceeded': 'payload',
  // What the library itself finds wrong with a message, before it sends it.
  'invalid-payload': 'payload',
  'invalid-data-payload-key': 'payload',
  'invalid-options': 'payload',
  'mismatched-credential': 'config',
  'third-party-auth-error': 'config',
  [OF_ACCOUNT]: 'config',
};

/** The one text that tells a token at fault from a message at fault. */
const BAD_TOKEN = 'The registration token is not a valid FCM registration token';

/** Google asks for a minute when it names no time for a quota. */
const QUOTA_SECONDS = 60;
const RETRY_SECONDS = 10;

export function verdictOf({ code, message }: PushFailure): PushVerdict {
  if (code === 'invalid-argument' && message.startsWith(BAD_TOKEN)) return 'token';
  return Object.hasOwn(VERDICTS, code) ? (VERDICTS[code] ?? 'later') : 'later';
}

/** For who got no answer at all. */
export const NO_ANSWER: PushFailure = {
  ...{ kind: 'failed', code: 'server-unavailable', message: 'no answer', retryAfter: null },
};

/** Whether a failure says nothing of the device. */
export function isOfChannel({ code }: PushFailure): boolean {
  return code === OF_PROJECT || code === 'server-unavailable';
}

/** Whole seconds until another try makes sense. */
export function retryAfterOf({ code, retryAfter }: PushFailure): number {
  return retryAfter ?? (code.endsWith('rate-exceeded') ? QUOTA_SECONDS : RETRY_SECONDS);
}
