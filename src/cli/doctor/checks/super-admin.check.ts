import { BrandRepository } from '../../../core/brands/brand.repository';
import { SuperAdminRepository } from '../../../core/users/super-admin.repository';
import { Database } from '../../../storage/database';
import type { OpenInstallation } from '../../shell/open-installation';
import { broken, type Check, fine, noted, type Observation } from '../finding';

/** Somebody can run the installation (JFW-ADM-05). */
export const superAdminCheck: Check<OpenInstallation> = {
  name: 'super-admin',
  async run(installation): Promise<Observation[]> {
    const { store } = installation.get(Database);
    const platformId = await installation.get(BrandRepository).findPlatformId(store);
    if (platformId === null) return [noted('The gateway was not started yet: there is no brand.', 'Start it once.')];
    if (await installation.get(SuperAdminRepository).isAnyActive(store, platformId)) return [fine('There is one.')];
    const advice = 'Run: brandgate user unlock, or brandgate user create --brand platform --type SuperAdmin';
    return [broken('No SuperAdmin of the platform brand is Active.', advice)];
  },
};
