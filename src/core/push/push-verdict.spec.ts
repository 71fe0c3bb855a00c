import { type PushVerdict, retryAfterOf, verdictOf } from './push-verdict';

const failure = (code: string, message = '', retryAfter: number | null = null) => {
  return { kind: 'failed' as const, code, message, retryAfter };
};

describe('what a failed push is about', () => {
  it.each<[string, string, PushVerdict]>([
    ['registration-token-not-registered', '', 'token'],
    ['installation-id-not-registered', '', 'token'],
    ['invalid-registration-token', '', 'token'],
    ['invalid-argument', 'The registration token is not a valid FCM registration token', 'token'],
    ['invalid-argument', 'Invalid value at message.android.ttl', 'payload'],
    ['payload-size-limit-exceeded', '', 'payload'],
    ['invalid-payload', '', 'payload'],
    ['mismatched-credential', '', 'config'],
    ['third-party-auth-error', '', 'config'],
    ['authentication-error', '', 'config'],
    ['message-rate-exceeded', '', 'later'],
    ['device-message-rate-exceeded', '', 'later'],
    ['server-unavailable', '', 'later'],
    ['internal-error', '', 'later'],
    ['unknown-error', '', 'later'],
    ['constructor', '', 'later'],
  ])('JFW-PSH-03: %s "%s" is about the %s', (code, message, verdict) => {
    expect(verdictOf(failure(code, message))).toBe(verdict);
  });

  it.each<[string, number | null, number]>([
    ['message-rate-exceeded', 7, 7],
    ['message-rate-exceeded', null, 60],
    ['device-message-rate-exceeded', null, 60],
    ['server-unavailable', null, 10],
  ])('JFW-PSH-02: %s, told to wait for %s, waits %s s', (code, told, seconds) => {
    expect(retryAfterOf(failure(code, '', told))).toBe(seconds);
  });
});
