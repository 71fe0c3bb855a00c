import { type BrandSettings, DEFAULT_BRAND_SETTINGS } from './brand-settings';
import { weakSettingsOf } from './weak-settings';

const found = (changes: Partial<BrandSettings>) =>
  weakSettingsOf({ ...DEFAULT_BRAND_SETTINGS, passwordMinLength: 15, ...changes }).map(({ setting, kind }) => [
    setting,
    kind,
  ]);

describe('weak settings of a brand', () => {
  it('finds nothing weak in the defaults; their shorter passwords are a deviation (SEC-PW-06)', () => {
    expect(found({})).toEqual([]);
    expect(weakSettingsOf(DEFAULT_BRAND_SETTINGS)).toEqual([
      expect.objectContaining({ setting: 'passwordMinLength', kind: 'deviation' }),
    ]);
  });

  it.each<[Partial<BrandSettings>, string, string]>([
    [{ passwordMinLength: 14 }, 'passwordMinLength', 'deviation'],
    [{ passwordPolicyLevel: 'High' }, 'passwordPolicyLevel', 'deviation'],
    [{ refuseCommonPasswords: false }, 'refuseCommonPasswords', 'weakness'],
    [{ lockoutThreshold: 0 }, 'lockoutThreshold', 'weakness'],
    [{ lockoutThreshold: 101 }, 'lockoutThreshold', 'weakness'],
    [{ lockoutDuration: 0 }, 'lockoutDuration', 'deviation'],
    [{ legacyBodyCredentials: true }, 'legacyBodyCredentials', 'weakness'],
    [{ bindRefreshToDevice: false }, 'bindRefreshToDevice', 'weakness'],
    [{ authKeyLifetime: 8 * 86_400 }, 'authKeyLifetime', 'weakness'],
    [{ refreshKeyLifetime: 400 * 86_400 }, 'refreshKeyLifetime', 'weakness'],
    [{ rateLimits: { login: { limit: 1_000, seconds: 60 } } }, 'rateLimits', 'weakness'],
    [{ domainWhiteListURLs: 'https://a.example, http://b.example' }, 'domainWhiteListURLs', 'weakness'],
  ])('finds %j', (changes, setting, kind) => {
    expect(found(changes)).toEqual([[setting, kind]]);
  });

  it('lets a lock that never comes alone hold for ever, and pages on this machine without TLS', () => {
    expect(found({ lockoutThreshold: 0, lockoutDuration: 0 })).toEqual([['lockoutThreshold', 'weakness']]);
    expect(found({ domainWhiteListURLs: 'http://localhost:5173' })).toEqual([]);
  });
});
