import { AppSearchRepository } from '../../core/apps/app-search.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { AppListing, type ShownApp } from '../../core/roles/app-listing';
import { isUuid } from '../../kernel/ids';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { OpenInstallation } from '../shell/open-installation';

/** Names that differ in case alone; the one meant is among them. */
const NAMESAKES = 100;

/** @param name its name or its id @throws CommandError for an app that is not there */
export async function findApp(installation: OpenInstallation, brand: BrandSnapshot, name: string): Promise<ShownApp> {
  const request = {
    filter: isUuid(name) ? { uids: [name] } : { name },
    page: { number: 0, size: NAMESAKES },
    sort: { field: 'id' as const, order: 'ASC' as const },
  };
  const { items } = await installation.get(AppSearchRepository).find(brand.id, request);
  const app = items.find((item) => [item.uid, item.name].includes(name));
  if (app) return installation.get(AppListing).withRole(app);
  const message = `There is no app ${name} in the brand ${brand.code}.`;
  throw new CommandError(EXIT.notFound, 'app.not-found', message, `See: brandgate app list --brand ${brand.code}`);
}
