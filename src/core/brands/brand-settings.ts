import { defaultsOf, type ValuesOf } from '../../kernel/settings/setting';
import { ACCOUNT_SETTINGS } from './settings/account-settings';
import { DEVICE_SETTINGS } from './settings/device-settings';
import { DIRECTUS_SETTINGS } from './settings/directus-settings';
import { DREAMFACTORY_SETTINGS } from './settings/dreamfactory-settings';
import { SESSION_SETTINGS } from './settings/session-settings';
import { WEB_SETTINGS } from './settings/web-settings';

export type { RateLimit } from './settings/rate-limits';

/** Every setting of a brand but those of the groups (jfw.md §23); defaults, checks, schema and documentation come from here. */
export const BRAND_SETTINGS = { ...SESSION_SETTINGS, ...ACCOUNT_SETTINGS, ...DEVICE_SETTINGS, ...WEB_SETTINGS };

/** Settings that are members of an object of their dialect. */
export const BRAND_SETTING_GROUPS = { directus: DIRECTUS_SETTINGS, dreamfactory: DREAMFACTORY_SETTINGS };

type Plain = ValuesOf<typeof BRAND_SETTINGS>;
type Groups = { readonly [G in keyof typeof BRAND_SETTING_GROUPS]: ValuesOf<(typeof BRAND_SETTING_GROUPS)[G]> };

export type BrandSettings = Plain & Groups;

/** What the database keeps: only what differs from the defaults. */
export type StoredBrandSettings = Partial<Plain> & { readonly [G in keyof Groups]?: Partial<Groups[G]> };

/** What happens to one device too many (JFW-QUO-03 to -07). */
export type DeviceQuotaMode = BrandSettings['deviceQuotaMode'];

export const DEFAULT_BRAND_SETTINGS: BrandSettings = {
  ...defaultsOf(BRAND_SETTINGS),
  directus: defaultsOf(DIRECTUS_SETTINGS),
  dreamfactory: defaultsOf(DREAMFACTORY_SETTINGS),
};

export function withDefaults({ directus, dreamfactory, ...plain }: StoredBrandSettings): BrandSettings {
  return {
    ...DEFAULT_BRAND_SETTINGS,
    ...plain,
    directus: { ...DEFAULT_BRAND_SETTINGS.directus, ...directus },
    dreamfactory: { ...DEFAULT_BRAND_SETTINGS.dreamfactory, ...dreamfactory },
  };
}
