import { SubCommand } from 'nest-commander';
import { RemoveRoleFlow } from '../../flows/remove-role/remove-role.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { findRole } from './find-role';

@SubCommand({
  name: 'delete',
  arguments: '<role>',
  argsDescription: { role: 'code or id' },
  description: 'deletes a role: whoever holds it loses it; not while an app names it',
})
export class RoleDeleteCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate role delete --brand acme support --yes'];

  protected async execute({ args: [name = ''], options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const { installation, brand, actor, caller } = await this.acting(options);
    const { uid, code } = await findRole(installation, brand, name);
    const warning = `The role ${code} of ${brand.code} is taken from everybody who holds it, and deleted.`;
    await this.confirm(warning, options);
    await installation.get(RemoveRoleFlow).run(actor, caller, uid);
    out.show({ deleted: { id: uid, code } }, () => `deleted ${code}`);
  }
}
