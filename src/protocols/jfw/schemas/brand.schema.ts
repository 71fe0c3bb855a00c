import { BRAND_SETTING_GROUPS, BRAND_SETTINGS } from '../../../core/brands/brand-settings';
import { schemaOf, type SettingList } from '../../../kernel/settings/setting';
import {
  arrayOf,
  closedObject,
  FLAG,
  ID,
  INSTANT,
  type JsonSchema,
  NULL,
  objectSchema,
  oneOf,
  orNull,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import type { settingVersionView } from '../views/brand-settings.view';
import type { brandStatisticsView } from '../views/brand-statistics.view';
import type { fullBrandView, publicBrandView } from '../views/brand.view';
import type { domainView } from '../views/domain.view';

const PROFILE = closedObject({
  slogan: orNull(TEXT),
  logoURL: orNull(TEXT),
  faviconURL: orNull(TEXT),
  primaryColor: orNull(TEXT),
  primaryColorHover: orNull(TEXT),
  secondaryColor: orNull(TEXT),
  tertiaryColor: orNull(TEXT),
});

export const DomainSchema = objectSchema<ReturnType<typeof domainView>>('Domain', {
  id: ID,
  domain: TEXT,
  isPrimary: FLAG,
  verified: FLAG,
  verifiedDate: orNull(INSTANT),
  createdDate: INSTANT,
  verification: {
    ...orNull(closedObject({ type: oneOf(['TXT']), name: TEXT, value: TEXT })),
    description: 'What the DNS of a domain has to show before it is verified.',
  },
});

const { appVersionPolicies, passwordMinLength, passwordPolicyLevel, selfRegistration } = settingsOf(BRAND_SETTINGS);
const GROUPS = Object.entries(BRAND_SETTING_GROUPS).map(([group, list]) => [group, closedObject(settingsOf(list))]);

/** Every setting, from its definition; of a secret only whether it is there (JFW-SET-01). */
export const BrandSettingsSchema = objectSchema('BrandSettings', {
  ...settingsOf(BRAND_SETTINGS),
  ...(Object.fromEntries(GROUPS) as Record<string, JsonSchema>),
});

function settingsOf<T extends SettingList>(list: T): { [K in keyof T]: JsonSchema } {
  const members = Object.entries(list).map(([name, setting]) => [name, setting.isSecret ? FLAG : schemaOf(setting)]);
  return Object.fromEntries(members) as { [K in keyof T]: JsonSchema };
}

const COMMON = {
  id: ID,
  code: TEXT,
  name: TEXT,
  abbr: TEXT,
  description: orNull(TEXT),
  status: oneOf(['Active', 'Inactive']),
  isDefault: FLAG,
  isSystem: FLAG,
  profile: PROFILE,
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
  setting: closedObject({ passwordPolicyLevel, passwordMinLength, selfRegistration, appVersionPolicies }),
  domains: { type: 'array', maxItems: 0 },
});

/** The one or the other, by what the caller may read (JFW-ADM-09). */
export const VisibleBrandSchema = { oneOf: [BrandSchema, PublicBrandSchema] };

export const SettingVersionSchema = objectSchema<ReturnType<typeof settingVersionView>>('BrandSettingVersion', {
  version: WHOLE_NUMBER,
  changedBy: { ...orNull(ID), description: 'The user; null when the command line did it.' },
  changedDate: INSTANT,
  setting: { type: 'object', additionalProperties: true, description: 'What then differed from the defaults.' },
});

const COUNT = closedObject({ succeeded: WHOLE_NUMBER, failed: WHOLE_NUMBER });

export const BrandStatisticsSchema = objectSchema<ReturnType<typeof brandStatisticsView>>('BrandStatistics', {
  users: closedObject({
    Active: WHOLE_NUMBER,
    Inactive: WHOLE_NUMBER,
    Suspended: WHOLE_NUMBER,
    Locked: WHOLE_NUMBER,
    Deleted: WHOLE_NUMBER,
  }),
  liveSessions: WHOLE_NUMBER,
  devices: closedObject({
    total: WHOLE_NUMBER,
    byOsDevice: arrayOf(closedObject({ osDevice: orNull(TEXT), quantity: WHOLE_NUMBER })),
  }),
  signIns: closedObject({ last24Hours: COUNT, last7Days: COUNT }),
});

export const FreeDomainSchema = objectSchema('FreeDomain', { rootDomain: TEXT, subDomain: TEXT, fullDomain: TEXT });
