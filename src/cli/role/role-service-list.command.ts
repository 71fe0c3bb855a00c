import { SubCommand } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findRole } from './find-role';
import { shownAccess, verbsText } from './shown-access';

const HEAD = ['SERVICE', 'COMPONENT', 'VERBS', 'FILTERS'];

@SubCommand({
  name: 'list',
  arguments: '<role>',
  argsDescription: { role: 'code or id' },
  description: 'what a role may do with services',
})
export class RoleServiceListCommand extends BrandedCommand {
  protected readonly examples = ['brandgate role service list --brand acme support'];

  protected async execute({ args: [name = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    const role = await findRole(installation, brand, name);
    const services = await shownAccess(installation, role);
    const rows = services.map(({ service, component, verbs, filters, filterOp }) => {
      const conditions = filters.map((filter) => `${filter.name} ${filter.operator} ${filter.value}`);
      return [service ?? '*', component, verbsText(verbs), conditions.join(` ${filterOp} `)];
    });
    out.table({ role: { id: role.uid, code: role.code }, services }, HEAD, rows);
  }
}
