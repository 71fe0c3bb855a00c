import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf } from './push-failure';
import { TokenRefusedError } from './service-account-credential';

const thrown = (code: string, headers?: Record<string, string>) =>
  Object.assign(new Error('text'), { code, ...(headers ? { httpResponse: { headers } } : {}) });

describe('what the library throws', () => {
  it.each([
    ['messaging/registration-token-not-registered', 'registration-token-not-registered'],
    ['app/network-error', 'server-unavailable'],
    ['app/invalid-credential', 'server-unavailable'],
    ['ECONNRESET', 'internal-error'],
  ])('%s is %s', (code, told) => {
    expect(failureOf(thrown(code))).toEqual({ kind: 'failed', code: told, message: 'text', retryAfter: null });
  });

  it.each([
    ['invalid_grant', 'authentication-error'],
    ['unauthorized_client', 'authentication-error'],
    ['unreachable', 'server-unavailable'],
    ['internal_failure', 'server-unavailable'],
  ])('a token that was not given (%s) is %s, also inside an error of the library', (oauth, told) => {
    const refusal = new TokenRefusedError(oauth);
    expect(failureOf(refusal).code).toBe(told);
    expect(failureOf(Object.assign(thrown('app/invalid-credential'), { cause: refusal })).code).toBe(told);
  });

  it.each<[string, number | null]>([
    ['30', 30],
    ['0', null],
    ['-5', null],
    ['999999', 3_600],
    ['Thu, 26 Nov 2026 10:00:30 GMT', 30],
    ['Thu, 26 Nov 2026 09:00:00 GMT', null],
    ['soon', null],
  ])('Retry-After %s is %s s', (text, seconds) => {
    const headers = { 'retry-after': text, date: 'Thu, 26 Nov 2026 10:00:00 GMT' };
    expect(failureOf(thrown('messaging/message-rate-exceeded', headers)).retryAfter).toBe(seconds);
  });

  it('what is no error at all is an internal one', () => {
    expect(failureOf('text')).toMatchObject({ code: 'internal-error', message: 'unknown' });
  });
});

it('the library is loaded with the first message and not before: nothing but types is imported from it', () => {
  const sources = readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  for (const name of sources) {
    const imports = readFileSync(join(__dirname, name), 'utf8').match(/^import .*from 'firebase-admin.*/gm) ?? [];
    expect(imports.filter((line) => !line.startsWith('import type '))).toEqual([]);
  }
});
