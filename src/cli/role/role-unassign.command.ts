import { SubCommand } from 'nest-commander';
import { AssignRolesFlow } from '../../flows/assign-roles/assign-roles.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findRole } from './find-role';

@SubCommand({
  name: 'unassign',
  arguments: '<role> <users...>',
  argsDescription: { role: 'code or id', users: 'user names, e-mail addresses, phone numbers or ids' },
  description: 'takes a role from users; every gateway knows within a second',
})
export class RoleUnassignCommand extends BrandedCommand {
  protected readonly examples = ['brandgate role unassign --brand acme support ann@acme.example bob.miller'];

  protected async execute({ args: [name = '', ...names], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { installation, brand, actor, caller } = acting;
    const { uid, code } = await findRole(installation, brand, name);
    const users = await Promise.all(names.map((user) => acting.user(user)));
    const assignment = { userUids: users.map((user) => user.uid), roleUids: [uid] };
    await installation.get(AssignRolesFlow).take(actor, caller, assignment);
    const unassigned = users.map((user) => ({ id: user.uid, username: user.username }));
    out.show({ role: { id: uid, code }, unassigned }, () => `unassigned ${code} from ${names.join(', ')}`);
  }
}
