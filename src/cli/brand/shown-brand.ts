import { SETTING_MEMBERS, type SettingMember, valueOf } from '../../core/brands/settings/setting-members';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { instantText } from '../shell/instant-text';

/** A brand as the command line shows it, without its settings. */
export function shownBrand(brand: BrandSnapshot) {
  const { uid, code, name, abbr, description, status, isSystem, parentUid, domains } = brand;
  return {
    id: uid,
    ...{ code, name, abbr, description, status, isSystem },
    parentId: parentUid,
    domains: domains.map(({ domain, isPrimary, verifiedAt }) => ({
      ...{ domain, isPrimary },
      verifiedAt: verifiedAt === null ? null : instantText(verifiedAt),
    })),
  };
}

/** One setting as it counts. */
export interface ShownBrandSetting {
  readonly name: string;
  readonly value: unknown;
  readonly source: 'brand' | 'default';
  readonly meaning: string;
}

/** All settings, in the order of the documentation; of secrets only whether there is one. */
export function shownBrandSettings({ settings }: BrandSnapshot): ShownBrandSetting[] {
  return SETTING_MEMBERS.map((member) => {
    const value = valueOf(settings, member);
    const isDefault = JSON.stringify(value) === JSON.stringify(member.setting.default);
    const source = isDefault ? ('default' as const) : ('brand' as const);
    return { name: member.name, value, source, meaning: member.setting.meaning };
  });
}

export function findMember(name: string): SettingMember | undefined {
  return SETTING_MEMBERS.find((member) => member.name === name);
}
