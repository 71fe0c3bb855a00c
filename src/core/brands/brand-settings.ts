/** Limit of one rate-limit bucket: `limit` requests in `seconds`. */
export interface RateLimit {
  readonly limit: number;
  readonly seconds: number;
}

/** Settings of a brand (jfw.md §23); durations in seconds. Those of later features join with them. */
export interface BrandSettings {
  readonly authKeyLifetime: number;
  readonly refreshKeyLifetime: number;
  readonly refreshKeyAbsoluteLifetime: number;
  readonly bindRefreshToDevice: boolean;
  readonly lockoutThreshold: number;
  readonly lockoutDuration: number;
  readonly passwordPolicyLevel: 'Low' | 'Medium' | 'High' | null;
  readonly passwordMinLength: number;
  readonly refuseCommonPasswords: boolean;
  readonly sessionQuota: number;
  readonly selfRegistration: boolean;
  readonly legacyBodyCredentials: boolean;
  readonly strictDeviceHeaders: boolean;
  readonly presenceInterval: number;
  readonly rateLimits: Readonly<Record<string, RateLimit>>;
  readonly domainWhiteListURLs: string | null;
}

export const DEFAULT_BRAND_SETTINGS: BrandSettings = {
  authKeyLifetime: 86_400,
  refreshKeyLifetime: 5_184_000,
  refreshKeyAbsoluteLifetime: 31_536_000,
  bindRefreshToDevice: true,
  lockoutThreshold: 10,
  lockoutDuration: 900,
  passwordPolicyLevel: null,
  passwordMinLength: 8,
  refuseCommonPasswords: true,
  sessionQuota: 100,
  selfRegistration: true,
  legacyBodyCredentials: false,
  strictDeviceHeaders: false,
  presenceInterval: 900,
  rateLimits: {},
  domainWhiteListURLs: null,
};
