/** Limit of one rate-limit bucket: `limit` requests in `seconds`. */
export interface RateLimit {
  readonly limit: number;
  readonly seconds: number;
}

/** What happens to one device too many (JFW-QUO-03 to -07). */
export type DeviceQuotaMode = 'evict-oldest' | 'reject' | 'confirm';

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
  /** Living links per user; null is unlimited. */
  readonly deviceQuota: number | null;
  readonly deviceQuotaMode: DeviceQuotaMode;
  /** Without contact for this long a push token is stale. */
  readonly staleTokenAfter: number;
  /** Without contact for this long an Android push token is dropped. */
  readonly androidTokenExpiry: number;
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
  deviceQuota: null,
  deviceQuotaMode: 'evict-oldest',
  staleTokenAfter: 2_592_000,
  androidTokenExpiry: 23_328_000,
  rateLimits: {},
  domainWhiteListURLs: null,
};
