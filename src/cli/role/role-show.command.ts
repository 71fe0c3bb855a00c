import { SubCommand } from 'nest-commander';
import { RoleHolderRepository } from '../../core/users/role-holder.repository';
import { Database } from '../../storage/database';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findRole } from './find-role';
import { shownAccess, textOfAccess } from './shown-access';
import { membersOf, shownRole } from './shown-role';

@SubCommand({
  name: 'show',
  arguments: '<role>',
  argsDescription: { role: 'code or id' },
  description: 'what a role allows, how many people hold it, and what it may do with services',
})
export class RoleShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate role show --brand acme support'];

  protected async execute({ args: [name = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    const role = await findRole(installation, brand, name);
    const { store } = installation.get(Database);
    const page = { number: 0, size: 1 };
    const { total: holders } = await installation.get(RoleHolderRepository).pageOf(store, brand.id, role.id, page);
    const services = await shownAccess(installation, role);
    const shown = shownRole(role);
    const texts = services.map(textOfAccess).join('; ');
    out.record({ ...shown, holders, services }, { ...membersOf(shown), holders, services: texts });
  }
}
