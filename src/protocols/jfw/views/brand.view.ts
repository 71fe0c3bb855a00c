import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { brandSettingsView } from './brand-settings.view';
import { domainView } from './domain.view';

function commonMembers(brand: BrandSnapshot) {
  const { profile } = brand;
  return {
    id: brand.uid,
    code: brand.code,
    name: brand.name,
    abbr: brand.abbr,
    description: brand.description,
    status: brand.status,
    isDefault: brand.isSystem,
    isSystem: brand.isSystem,
    profile: {
      slogan: profile.slogan ?? null,
      logoURL: profile.logoURL ?? null,
      faviconURL: profile.faviconURL ?? null,
      primaryColor: profile.primaryColor ?? null,
      primaryColorHover: profile.primaryColorHover ?? null,
      secondaryColor: profile.secondaryColor ?? null,
      tertiaryColor: profile.tertiaryColor ?? null,
    },
  };
}

/** What anybody may see of a brand (jfw.md §23). */
export function publicBrandView(brand: BrandSnapshot) {
  const { passwordPolicyLevel, passwordMinLength, selfRegistration, appVersionPolicies } = brand.settings;
  return {
    ...commonMembers(brand),
    parentId: null,
    tags: null,
    setting: { passwordPolicyLevel, passwordMinLength, selfRegistration, appVersionPolicies },
    domains: [],
  };
}

/** What holders of `BRAND.READ` see (JFW-ADM-09). */
export function fullBrandView(brand: BrandSnapshot) {
  return {
    ...commonMembers(brand),
    parentId: brand.parentUid,
    tags: brand.tags,
    setting: brandSettingsView(brand.settings),
    domains: brand.domains.map(domainView),
  };
}
