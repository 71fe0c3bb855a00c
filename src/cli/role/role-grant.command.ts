import { SubCommand } from 'nest-commander';
import { SaveRoleFlow } from '../../flows/save-role/save-role.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findRole } from './find-role';
import { permissionsFrom } from './permissions-from';
import { showRole } from './shown-role';

@SubCommand({
  name: 'grant',
  arguments: '<role> <permissions...>',
  argsDescription: { role: 'code or id', permissions: 'what it shall allow as well, such as USER.READ' },
  description: 'lets a role allow more',
})
export class RoleGrantCommand extends BrandedCommand {
  protected readonly examples = ['brandgate role grant --brand acme support USER.READ DEVICE.READ'];

  protected async execute({ args: [name = '', ...words], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const permissions = permissionsFrom(words);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const { uid } = await findRole(installation, brand, name);
    showRole(out, await installation.get(SaveRoleFlow).addPermissions(actor, caller, uid, permissions, now));
  }
}
