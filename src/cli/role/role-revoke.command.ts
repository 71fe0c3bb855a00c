import { SubCommand } from 'nest-commander';
import { SaveRoleFlow } from '../../flows/save-role/save-role.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findRole } from './find-role';
import { permissionsFrom } from './permissions-from';
import { showRole } from './shown-role';

@SubCommand({
  name: 'revoke',
  arguments: '<role> <permissions...>',
  argsDescription: { role: 'code or id', permissions: 'what it shall allow no longer' },
  description: 'lets a role allow less; every gateway knows within a second',
})
export class RoleRevokeCommand extends BrandedCommand {
  protected readonly examples = ['brandgate role revoke --brand acme support DEVICE.READ'];

  protected async execute({ args: [name = '', ...words], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const permissions = permissionsFrom(words);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const { uid } = await findRole(installation, brand, name);
    showRole(out, await installation.get(SaveRoleFlow).removePermissions(actor, caller, uid, permissions, now));
  }
}
