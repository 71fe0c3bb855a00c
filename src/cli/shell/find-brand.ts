import { BrandLookup } from '../../core/brands/brand-lookup';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import type { OpenInstallation } from './open-installation';

/** @param name its code, one of its verified domains, or its id @throws CommandError for a brand that is not there */
export async function findBrand(installation: OpenInstallation, name: string): Promise<BrandSnapshot> {
  const brand = await installation.get(BrandLookup).find(name);
  if (brand !== null) return brand;
  throw new CommandError(EXIT.notFound, 'brand.not-found', `There is no brand ${name}.`, 'See: brandgate brand list');
}
