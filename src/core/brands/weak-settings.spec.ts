import { type BrandSettings, DEFAULT_BRAND_SETTINGS } from './brand-settings';
import { SETTING_MEMBERS } from './settings/setting-members';
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

  it.each([
    [{ securityQuestion: 'alone' as const }, 'dreamfactory.securityQuestion'],
    [{ revealUnknownEmail: true }, 'dreamfactory.revealUnknownEmail'],
    [{ revealApiKeys: 'all' as const }, 'dreamfactory.revealApiKeys'],
  ])('finds %j of the DreamFactory dialect', (changes, setting) => {
    const dreamfactory = { ...DEFAULT_BRAND_SETTINGS.dreamfactory, ...changes };
    expect(found({ dreamfactory })).toEqual([[setting, 'weakness']]);
  });

  it('names settings that there are', () => {
    const names = SETTING_MEMBERS.map(({ name }) => name);
    const { dreamfactory } = DEFAULT_BRAND_SETTINGS;
    const worst = weakSettingsOf({
      ...DEFAULT_BRAND_SETTINGS,
      ...{ passwordPolicyLevel: 'High', refuseCommonPasswords: false, lockoutDuration: 0, legacyBodyCredentials: true },
      ...{ bindRefreshToDevice: false, authKeyLifetime: 8 * 86_400, refreshKeyLifetime: 400 * 86_400 },
      ...{ rateLimits: { login: { limit: 1_000, seconds: 60 } }, domainWhiteListURLs: 'http://b.example' },
      dreamfactory: { ...dreamfactory, securityQuestion: 'alone', revealUnknownEmail: true, revealApiKeys: 'all' },
    });
    expect(worst).toHaveLength(13);
    for (const { setting, advice } of worst) {
      expect(names).toContain(setting);
      expect(advice).toContain(setting.split('.').at(-1));
    }
  });

  it('lets a lock that never comes alone hold for ever, and pages on this machine without TLS', () => {
    expect(found({ lockoutThreshold: 0, lockoutDuration: 0 })).toEqual([['lockoutThreshold', 'weakness']]);
    expect(found({ domainWhiteListURLs: 'http://localhost:5173' })).toEqual([]);
  });
});
