import type { Actor } from '../../core/audit/actor';
import { BrandRepository } from '../../core/brands/brand.repository';
import { Database } from '../../storage/database';
import { commandLineActor } from './audit-actor';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import type { OpenInstallation } from './open-installation';

/** For what concerns the whole installation: it stands in the trail of the platform brand. @throws CommandError before the first start */
export async function platformActor(installation: OpenInstallation): Promise<Actor> {
  const platformId = await installation.get(BrandRepository).findPlatformId(installation.get(Database).store);
  if (platformId !== null) return commandLineActor(platformId);
  const advice = 'Start the gateway once: that makes the platform brand and its SuperAdmin.';
  throw new CommandError(EXIT.unavailable, 'installation.empty', 'The database is empty.', advice);
}
