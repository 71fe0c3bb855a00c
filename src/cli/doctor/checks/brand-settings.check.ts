import { BrandLookup } from '../../../core/brands/brand-lookup';
import { weakSettingsOf } from '../../../core/brands/weak-settings';
import type { OpenInstallation } from '../../shell/open-installation';
import { type Check, fine, type Observation } from '../finding';

/** What is weak in the settings of each brand (SEC-PW-06, -07). */
export const brandSettingsCheck: Check<OpenInstallation> = {
  name: 'brand-settings',
  async run(installation): Promise<Observation[]> {
    const brands = await installation.get(BrandLookup).list();
    const found = brands.flatMap(({ code, settings }) =>
      weakSettingsOf(settings).map(({ kind, problem, advice }) => ({
        severity: kind === 'weakness' ? ('warning' as const) : ('info' as const),
        ...{ brand: code, message: problem, advice },
      })),
    );
    return found.length === 0 ? [fine(`Nothing is weak in ${brands.length} brands.`)] : found;
  },
};
