import type { BrandSettings } from '../../../core/brands/brand-settings';
import { BrandLookup } from '../../../core/brands/brand-lookup';
import { weakSettingsOf } from '../../../core/brands/weak-settings';
import { GatewaySettings } from '../../../core/gateway-settings/gateway-settings';
import type { OpenInstallation } from '../../shell/open-installation';
import { type Check, fine, type Observation } from '../finding';

/** What is weak in the settings of each brand (SEC-PW-06, -07). */
export const brandSettingsCheck: Check<OpenInstallation> = {
  name: 'brand-settings',
  async run(installation): Promise<Observation[]> {
    const brands = await installation.get(BrandLookup).list();
    const { breachedPasswordFile } = installation.get(GatewaySettings).current;
    const isListed = breachedPasswordFile !== null;
    const found = brands.flatMap(({ code, settings }) =>
      [...weakSettingsOf(settings), ...(needsList(settings, isListed) ? [LIST_ABSENT] : [])].map(
        ({ kind, problem, advice }) => ({
          severity: kind === 'weakness' ? ('warning' as const) : ('info' as const),
          ...{ brand: code, message: problem, advice },
        }),
      ),
    );
    return found.length === 0 ? [fine(`Nothing is weak in ${brands.length} brands.`)] : found;
  },
};

/** Hardly one of the common passwords is that long. */
const LONG = 10;

const LIST_ABSENT = {
  kind: 'deviation',
  problem: 'Of breached passwords hardly any is refused: the common list holds few that are this long (ASVS 6.2.4).',
  advice: 'Give the gateway a list with: brandgate config set breachedPasswordFile <file> (SEC-PW-07).',
} as const;

function needsList({ passwordMinLength, refuseCommonPasswords }: BrandSettings, isListed: boolean): boolean {
  return refuseCommonPasswords && !isListed && passwordMinLength >= LONG;
}
