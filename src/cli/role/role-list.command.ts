import { SubCommand } from 'nest-commander';
import { RoleSearchRepository } from '../../core/roles/role-search.repository';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { everyPage } from '../shell/every-page';
import type { Invocation } from '../shell/house-command';
import { shownRole } from './shown-role';

const HEAD = ['CODE', 'NAME', 'TYPE', 'ACTIVE', 'PERMISSIONS', 'ID'];

@SubCommand({ name: 'list', description: 'the roles of a brand and what they allow' })
export class RoleListCommand extends BrandedCommand {
  protected readonly examples = ['brandgate role list --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand, installation } = await this.acting(options);
    const search = installation.get(RoleSearchRepository);
    const roles = (await everyPage((request) => search.find(brand.id, request))).map(shownRole);
    const rows = roles.map((r) => [r.code, r.name, r.type, r.isActive, r.permissions.join(' '), r.id]);
    out.table({ roles }, HEAD, rows);
  }
}
