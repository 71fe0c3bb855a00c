import type { BrandSettings, RateLimit } from '../../../core/brands/brand-settings';
import {
  arrayOf,
  closedObject,
  FLAG,
  ID,
  INSTANT,
  NULL,
  objectSchema,
  oneOf,
  orNull,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import type { fullBrandView, publicBrandView } from '../views/brand.view';

const SECONDS = { ...WHOLE_NUMBER, description: 'Seconds.' };
const POLICY_LEVEL = orNull(oneOf(['Low', 'Medium', 'High']));
const RateLimitSchema = objectSchema<RateLimit>('RateLimit', { limit: WHOLE_NUMBER, seconds: WHOLE_NUMBER });

export const DomainSchema = objectSchema<ReturnType<typeof fullBrandView>['domains'][number]>('Domain', {
  id: ID,
  domain: TEXT,
  isPrimary: FLAG,
  verified: FLAG,
  verifiedDate: orNull(INSTANT),
  createdDate: INSTANT,
});

export const BrandSettingsSchema = objectSchema<BrandSettings>('BrandSettings', {
  authKeyLifetime: SECONDS,
  refreshKeyLifetime: SECONDS,
  refreshKeyAbsoluteLifetime: SECONDS,
  bindRefreshToDevice: FLAG,
  lockoutThreshold: { ...WHOLE_NUMBER, description: 'Failures in a row; 0 = never.' },
  lockoutDuration: SECONDS,
  passwordPolicyLevel: POLICY_LEVEL,
  passwordMinLength: WHOLE_NUMBER,
  refuseCommonPasswords: FLAG,
  sessionQuota: WHOLE_NUMBER,
  selfRegistration: FLAG,
  legacyBodyCredentials: FLAG,
  strictDeviceHeaders: FLAG,
  presenceInterval: SECONDS,
  deviceQuota: { ...orNull(WHOLE_NUMBER), description: 'Devices per user; null = no limit of the brand.' },
  deviceQuotaMode: oneOf(['evict-oldest', 'reject', 'confirm']),
  staleTokenAfter: SECONDS,
  androidTokenExpiry: SECONDS,
  rateLimits: { type: 'object', additionalProperties: RateLimitSchema },
  domainWhiteListURLs: orNull(TEXT),
});

const COMMON = {
  id: ID,
  code: TEXT,
  name: TEXT,
  abbr: TEXT,
  description: orNull(TEXT),
  status: oneOf(['Active', 'Inactive']),
  isDefault: FLAG,
  isSystem: FLAG,
  profile: closedObject({
    slogan: orNull(TEXT),
    logoURL: orNull(TEXT),
    faviconURL: orNull(TEXT),
    primaryColor: orNull(TEXT),
    primaryColorHover: orNull(TEXT),
    secondaryColor: orNull(TEXT),
    tertiaryColor: orNull(TEXT),
  }),
};

/** What holders of `BRAND.READ` see. */
export const BrandSchema = objectSchema<ReturnType<typeof fullBrandView>>('Brand', {
  ...COMMON,
  parentId: orNull(ID),
  tags: orNull(TEXT),
  setting: BrandSettingsSchema,
  domains: arrayOf(DomainSchema),
});

/** What anybody may see of a brand. */
export const PublicBrandSchema = objectSchema<ReturnType<typeof publicBrandView>>('PublicBrand', {
  ...COMMON,
  parentId: NULL,
  tags: NULL,
  setting: closedObject({
    passwordPolicyLevel: POLICY_LEVEL,
    passwordMinLength: WHOLE_NUMBER,
    selfRegistration: FLAG,
    appVersionPolicies: { type: 'array', maxItems: 0 },
  }),
  domains: { type: 'array', maxItems: 0 },
});

/** The one or the other, by what the caller may read (JFW-ADM-09). */
export const VisibleBrandSchema = { oneOf: [BrandSchema, PublicBrandSchema] };
