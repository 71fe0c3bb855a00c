import { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { readSetting } from '../../../kernel/settings/setting';
import { DEFAULT_BRAND_SETTINGS, withDefaults } from '../brand-settings';
import { changeSettings, type GivenSettings } from './setting-changes';
import { brandSettingsSchema, SETTING_MEMBERS, storedForm } from './setting-members';

function faultOf(given: GivenSettings, isOperator = true): unknown {
  try {
    changeSettings(DEFAULT_BRAND_SETTINGS, given, { isOperator });
    return null;
  } catch (error) {
    if (!(error instanceof BrandgateError)) throw error;
    return error.fields.length === 0 ? error.code : error.fields.map(({ field }) => field).join();
  }
}

describe('the settings of a brand', () => {
  it('take their own defaults', () => {
    for (const { name, setting } of SETTING_MEMBERS) {
      expect(readSetting(name, setting, setting.default)).toEqual({ value: setting.default });
    }
  });

  it('say of each what it means, and of none twice', () => {
    const names = SETTING_MEMBERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { setting } of SETTING_MEMBERS) expect(setting.meaning).not.toMatch(/^$|\.$/);
    expect(Object.keys(brandSettingsSchema().properties)).toEqual(Object.keys(DEFAULT_BRAND_SETTINGS));
  });

  it('are kept only where they differ from the defaults', () => {
    const { settings } = changeSettings(
      DEFAULT_BRAND_SETTINGS,
      { deviceQuota: 5, sessionQuota: 100, directus: { disableDefault: true, expiresUnit: 'ms' } },
      { isOperator: true },
    );
    expect(storedForm(settings)).toEqual({ deviceQuota: 5, directus: { disableDefault: true } });
    expect(withDefaults(storedForm(settings))).toEqual(settings);
  });

  it.each<[GivenSettings, string]>([
    [{ authKeyLifetime: 59 }, 'authKeyLifetime'],
    [{ authKeyLifetime: '3600' }, 'authKeyLifetime'],
    [{ deviceQuota: 0 }, 'deviceQuota'],
    [{ selfRegistration: 'yes' }, 'selfRegistration'],
    [{ passwordPolicyLevel: 'low' }, 'passwordPolicyLevel'],
    [{ directus: 5 }, 'directus'],
    [{ directus: { expiresUnit: 'min' } }, 'directus.expiresUnit'],
    [{ dreamfactory: { passwordResetTtlMinutes: 4 } }, 'dreamfactory.passwordResetTtlMinutes'],
    [{ rateLimits: { logins: { limit: 1, seconds: 1 } } }, 'rateLimits.logins'],
    [{ rateLimits: { login: { limit: 0, seconds: 1 } } }, 'rateLimits.login.limit'],
    [{ rateLimits: { login: 5 } }, 'rateLimits.login'],
    [{ rateLimits: [] }, 'rateLimits'],
    [{ domainWhiteListURLs: 'https://a.example app://x' }, 'domainWhiteListURLs'],
    [{ resetLinkHosts: ['a.example', 'not a host'] }, 'resetLinkHosts.1'],
    [{ firebaseCredential: { projectId: 'x' } }, 'firebaseCredential'],
    [{ deviceQuota: 'x', sessionQuota: 0 }, 'sessionQuota,deviceQuota'],
  ])('JFW-SET-01: %j is refused and names the member', (given, field) => {
    expect(faultOf(given)).toBe(field);
  });

  it.each<[object[], string | null]>([
    [[{ osDevice: 'iOS', minimumVersion: '1.10', recommendedVersion: '1.9' }], 'appVersionPolicies.0.minimumVersion'],
    [[{ osDevice: 'iOS', minimumVersion: 'dev' }], 'appVersionPolicies.0.minimumVersion'],
    [[{ osDevice: 'iOS' }, { osDevice: 'ios' }], 'appVersionPolicies.1.osDevice'],
    [[{ minimumVersion: '1' }], 'appVersionPolicies.0.osDevice'],
    [[{ osDevice: 'iOS', storeUrl: 'javascript:alert(1)' }], 'appVersionPolicies.0.storeUrl'],
    [[{ osDevice: 'iOS', minimumVersion: '1.9', recommendedVersion: 'v1.10 (5)', storeUrl: 'itms-apps://x/y' }], null],
    [[{ osDevice: 'iOS', minimumVersion: '2', recommendedVersion: '2.0.0' }, { osDevice: 'Android' }], null],
  ])('JFW-VER-01: policies %j', (appVersionPolicies, fault) => {
    expect(faultOf({ appVersionPolicies })).toBe(fault);
  });

  it.each<[GivenSettings, string | null]>([
    [{ refreshKeyLifetime: 3_600 }, 'refreshKeyLifetime'],
    [{ authKeyLifetime: 2_592_000, refreshKeyLifetime: 2_591_999 }, 'refreshKeyLifetime'],
    [{ refreshKeyAbsoluteLifetime: 86_400 }, 'refreshKeyAbsoluteLifetime'],
    [{ refreshKeyLifetime: 31_536_001 }, 'refreshKeyLifetime'],
    [{ authKeyLifetime: 60, refreshKeyLifetime: 60, refreshKeyAbsoluteLifetime: 60 }, null],
    [{ directus: { sessionCookieName: 'directus_refresh_token' } }, 'directus.sessionCookieName'],
    [{ directus: { cookieSameSite: 'None' } }, 'directus.cookieSameSite'],
    [{ directus: { cookieSameSite: 'None', cookieSecure: 'always' } }, null],
  ])('several agree with each other: %j', (given, fault) => {
    expect(faultOf(given)).toBe(fault);
  });

  it('an older disagreement does not stand in the way of another change', () => {
    const odd = withDefaults({ refreshKeyLifetime: 60 });
    expect(changeSettings(odd, { deviceQuota: 3 }, { isOperator: true }).settings.deviceQuota).toBe(3);
    expect(() => changeSettings(odd, { authKeyLifetime: 90 }, { isOperator: true })).toThrow(BrandgateError);
  });

  it('JFW-FMT-04: unknown members and null where it is no value change nothing; null clears where it is one', () => {
    const { settings, changes } = changeSettings(
      withDefaults({ deviceQuota: 5 }),
      { deviceQuota: null, sessionQuota: null, unheardOf: 1, directus: null, __proto__: { deviceQuota: 9 } },
      { isOperator: true },
    );
    expect([settings.deviceQuota, settings.sessionQuota]).toEqual([null, 100]);
    expect(changes.map(({ member, from, to }) => [member.name, from, to])).toEqual([['deviceQuota', 5, null]]);
  });

  it('JFW-SET-02: what only operators may change is told before it is judged, and is no change when it is the same', () => {
    for (const name of ['lockoutThreshold', 'lockoutDuration', 'authKeyLifetime', 'refreshKeyLifetime']) {
      expect([name, faultOf({ [name]: 1_000 }, false), faultOf({ [name]: 'x' }, false)]).toEqual([
        ...[name, 'access.denied', 'access.denied'],
      ]);
    }
    expect(faultOf({ refreshKeyAbsoluteLifetime: 1 }, false)).toBe('access.denied');
    expect(faultOf({ rateLimits: { login: { limit: 1, seconds: 1 } } }, false)).toBe('access.denied');
    expect(faultOf({ ...DEFAULT_BRAND_SETTINGS, deviceQuota: 3 }, false)).toBeNull();
  });

  it('are bounded one by one and together, so that rows and lines of the trail hold them', () => {
    const policies = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ osDevice: `os-${i}`, message: 'é'.repeat(500) }));
    expect(faultOf({ appVersionPolicies: policies(12) })).toBeNull();
    expect(faultOf({ appVersionPolicies: policies(14) })).toBe('appVersionPolicies');
    const urls = (count: number) => Array.from({ length: count }, (_, i) => `https://a.example/${'x'.repeat(290)}${i}`);
    const lists = ['passwordResetUrlAllowList', 'inviteUrlAllowList', 'registerUrlAllowList', 'redirectAllowList'];
    const directus = Object.fromEntries(lists.map((name) => [name, urls(49)]));
    expect(faultOf({ directus })).toBe('directus.passwordResetUrlAllowList');
    expect(faultOf({ directus: { inviteUrlAllowList: urls(49) } })).toBeNull();
  });
});
