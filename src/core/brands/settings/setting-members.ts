import { isDeepStrictEqual } from 'node:util';
import { type Setting, type SettingList, schemaOf } from '../../../kernel/settings/setting';
import type { NamedSetting } from '../../../kernel/settings/setting-table';
import type { ValueSchema } from '../../../kernel/settings/setting-type';
import { BRAND_SETTING_GROUPS, BRAND_SETTINGS, type BrandSettings, type StoredBrandSettings } from '../brand-settings';

type Group = keyof typeof BRAND_SETTING_GROUPS;

/** One setting of a brand and where its value stands. */
export interface SettingMember extends NamedSetting {
  /** The object it is a member of; null: the settings themselves. */
  readonly group: Group | null;
  readonly key: string;
}

const GROUPS = Object.keys(BRAND_SETTING_GROUPS) as Group[];

/** All settings of a brand, those of the groups as `directus.app`, in the order of the documentation. */
export const SETTING_MEMBERS: readonly SettingMember[] = [
  ...membersOf(null, BRAND_SETTINGS),
  ...GROUPS.flatMap((group) => membersOf(group, BRAND_SETTING_GROUPS[group])),
];

function membersOf(group: Group | null, list: SettingList): SettingMember[] {
  return Object.entries(list).map(([key, setting]: [string, Setting<unknown>]) => ({
    ...{ group, key, setting },
    name: group === null ? key : `${group}.${key}`,
  }));
}

export function valueOf(settings: BrandSettings, { group, key }: SettingMember): unknown {
  const holder: object = group === null ? settings : settings[group];
  return (holder as Readonly<Record<string, unknown>>)[key];
}

/** Settings in which these members have these values. */
export function withValues(settings: BrandSettings, values: ReadonlyMap<SettingMember, unknown>): BrandSettings {
  const next: Record<string, unknown> = { ...settings };
  for (const group of GROUPS) next[group] = { ...settings[group] };
  for (const [{ group, key }, value] of values) {
    const holder = group === null ? next : (next[group] as Record<string, unknown>);
    holder[key] = value;
  }
  return next as BrandSettings;
}

/** What is not as the defaults are; a secret never is among it. */
export function differencesOf(settings: BrandSettings): (readonly [SettingMember, unknown])[] {
  return SETTING_MEMBERS.map((member) => [member, valueOf(settings, member)] as const).filter(
    ([{ setting }, value]) => setting.isSecret !== true && !isDeepStrictEqual(value, setting.default),
  );
}

/** Only what differs from the defaults, which is what is kept. */
export function storedForm(settings: BrandSettings): StoredBrandSettings {
  const stored: Record<string, unknown> = {};
  for (const [{ group, key }, value] of differencesOf(settings)) {
    const holder = group === null ? stored : ((stored[group] ??= {}) as Record<string, unknown>);
    holder[key] = value;
  }
  return stored;
}

/** The JSON schema of all settings of a brand. */
export function brandSettingsSchema() {
  const { directus, dreamfactory } = BRAND_SETTING_GROUPS;
  const groups = { directus: objectSchema(directus), dreamfactory: objectSchema(dreamfactory) };
  return { type: 'object' as const, properties: { ...objectSchema(BRAND_SETTINGS).properties, ...groups } };
}

function objectSchema<L extends SettingList>(list: L) {
  const members = Object.entries(list).map(([name, setting]) => [name, schemaOf(setting)] as const);
  return { type: 'object' as const, properties: Object.fromEntries(members) as Record<keyof L, ValueSchema> };
}
