import { SubCommand } from 'nest-commander';
import { AppListing } from '../../core/roles/app-listing';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { everyPage } from '../shell/every-page';
import type { Invocation } from '../shell/house-command';
import { shownApp } from './shown-app';

const HEAD = ['NAME', 'KEY', 'ACTIVE', 'DEFAULT ROLE', 'ID'];
const KEY_LENGTH = 12;

@SubCommand({ name: 'list', description: 'the apps of a brand; keys by their first characters' })
export class AppListCommand extends BrandedCommand {
  protected readonly examples = ['brandgate app list --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    const listing = installation.get(AppListing);
    const found = await everyPage((request) => listing.find(brand.id, request));
    const apps = await Promise.all(found.map((app) => shownApp(installation, app)));
    const rows = apps.map((a) => [a.name, a.apiKey.slice(0, KEY_LENGTH), a.isActive, a.defaultRole, a.id]);
    out.table({ apps }, HEAD, rows);
  }
}
