import type { GeneratedDomain } from '../../../core/brands/domain-names';
import { brandSettingsSchema } from '../../../core/brands/settings/setting-members';
import {
  arrayOf,
  closedObject,
  FLAG,
  ID,
  NULL,
  objectSchema,
  oneOf,
  orNull,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import type { brandStatisticsView } from '../views/brand-statistics.view';
import type { fullBrandView, publicBrandView } from '../views/brand.view';
import { allAsAnswered, BrandSettingsSchema } from './brand-settings.schema';
import { DomainSchema } from './domain.schema';

const { passwordPolicyLevel, passwordMinLength, selfRegistration, appVersionPolicies } =
  brandSettingsSchema().properties;

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
    ...allAsAnswered({ passwordPolicyLevel, passwordMinLength, selfRegistration, appVersionPolicies }),
  }),
  domains: { type: 'array', maxItems: 0 },
});

/** The one or the other, by what the caller may read (JFW-ADM-09). */
export const VisibleBrandSchema = { oneOf: [BrandSchema, PublicBrandSchema] };

const SIGN_INS = closedObject({ succeeded: WHOLE_NUMBER, failed: WHOLE_NUMBER });

/** Counts of a brand. */
export const BrandStatisticsSchema = objectSchema<ReturnType<typeof brandStatisticsView>>('BrandStatistics', {
  users: closedObject({
    ...{ Active: WHOLE_NUMBER, Inactive: WHOLE_NUMBER, Suspended: WHOLE_NUMBER },
    ...{ Locked: WHOLE_NUMBER, Deleted: WHOLE_NUMBER },
  }),
  liveSessions: WHOLE_NUMBER,
  devices: closedObject({
    total: WHOLE_NUMBER,
    byOsDevice: arrayOf(closedObject({ osDevice: orNull(TEXT), quantity: WHOLE_NUMBER })),
  }),
  signIns: closedObject({ last24Hours: SIGN_INS, last7Days: SIGN_INS }),
});

/** A free name for a new brand. */
export const GeneratedDomainSchema = objectSchema<GeneratedDomain>('GeneratedDomain', {
  ...{ rootDomain: TEXT, subDomain: TEXT, fullDomain: TEXT },
});
