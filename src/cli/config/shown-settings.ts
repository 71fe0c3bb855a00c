import { SECRET } from '../../config/described-config';
import {
  GATEWAY_SETTINGS,
  type GatewaySettingName,
  isGatewaySetting,
} from '../../core/gateway-settings/gateway-setting-list';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import type { Setting } from '../../kernel/settings/setting';
import { Database } from '../../storage/database';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { OpenInstallation } from '../shell/open-installation';

/** A setting of the installation as it counts, without what must not be shown. */
export interface ShownSetting {
  readonly name: GatewaySettingName;
  readonly value: unknown;
  readonly source: 'database' | 'default';
  readonly meaning: string;
}

/** All of them, in the order of the documentation. */
export async function shownSettings(installation: OpenInstallation): Promise<ShownSetting[]> {
  const names = Object.keys(GATEWAY_SETTINGS) as GatewaySettingName[];
  const stored = await installation.get(GatewaySettings).listStored(installation.get(Database).store);
  return names.map((name) => shown(name, stored));
}

function shown(name: GatewaySettingName, stored: ReadonlyMap<string, unknown>): ShownSetting {
  const { isSecret, meaning, default: fallback }: Setting<unknown> = GATEWAY_SETTINGS[name];
  const isStored = stored.has(name);
  const value = isStored ? stored.get(name) : fallback;
  const isHidden = isSecret === true && value !== null;
  return { name, value: isHidden ? SECRET : value, source: isStored ? 'database' : 'default', meaning };
}

/** @throws CommandError for a name that is none */
export function settingName(name: string): GatewaySettingName {
  if (isGatewaySetting(name)) return name;
  const message = `There is no setting ${name} of the installation.`;
  throw new CommandError(EXIT.notFound, 'setting.not-found', message, 'See: brandgate config show');
}
