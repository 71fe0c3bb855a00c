import type { ListedVersion } from '../../../core/brands/brand-setting.repository';
import { type BrandSettings, withDefaults } from '../../../core/brands/brand-settings';
import { differencesOf, SETTING_MEMBERS, valueOf } from '../../../core/brands/settings/setting-members';
import { instant } from './instant';

/** JFW's BrandSettings, every member and no secret (JFW-SET-01); what the database holds beside them is not shown. */
export function brandSettingsView(settings: BrandSettings): BrandSettings {
  const view: Record<string, unknown> = {};
  for (const member of SETTING_MEMBERS) {
    const value = valueOf(settings, member);
    const shown = member.setting.isSecret === true ? value !== member.setting.default : value;
    const holder = member.group === null ? view : ((view[member.group] ??= {}) as Record<string, unknown>);
    holder[member.key] = shown;
  }
  return view as BrandSettings;
}

/** One change of the settings, with what then differed from the defaults. */
export function settingVersionView({ version, settings, actorUid, changedAt }: ListedVersion) {
  const setting = differencesOf(withDefaults(settings)).map(([{ name }, value]) => ({ member: name, value }));
  return { version, changedBy: actorUid, changedDate: instant(changedAt), setting };
}
