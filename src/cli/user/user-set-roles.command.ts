import { Option, SubCommand } from 'nest-commander';
import { RoleAssignmentRepository } from '../../core/roles/role-assignment.repository';
import { UserLookup } from '../../core/users/user-lookup';
import { AssignRolesFlow } from '../../flows/assign-roles/assign-roles.flow';
import { Database } from '../../storage/database';
import type { Acting } from '../shell/acting';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { shownUser } from './shown-user';
import { USER_ARGUMENT } from './user-argument';

interface SetRolesOptions extends BrandedOptions {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

@SubCommand({ name: 'set-roles', ...USER_ARGUMENT, description: 'gives custom roles to a user, or takes them away' })
export class UserSetRolesCommand extends BrandedCommand<SetRolesOptions> {
  protected readonly examples = [
    'brandgate user set-roles --brand acme ann@acme.example --add support,editors --remove trainees',
  ];

  protected async execute({ args, options, out }: Invocation<SetRolesOptions>): Promise<void> {
    const { add = [], remove = [] } = options;
    if (add.length + remove.length === 0) {
      const advice = 'See: brandgate user set-roles --help';
      throw new CommandError(EXIT.usage, 'usage.wrong', 'Say which with --add or --remove.', advice);
    }
    const acting = await this.acting(options);
    const { brand, actor, caller, now, get } = acting;
    const { uid } = await acting.user(args[0] ?? '');
    const [added, removed] = [await roleUids(acting, add), await roleUids(acting, remove)];
    const flow = get(AssignRolesFlow);
    if (added.length > 0) await flow.give(actor, caller, { userUids: [uid], roleUids: added });
    if (removed.length > 0) await flow.take(actor, caller, { userUids: [uid], roleUids: removed });
    const user = shownUser(await get(UserLookup).get(brand.id, uid), now);
    out.record(user, { id: user.id, username: user.username, type: user.type, roles: user.roles.join(', ') });
  }

  @Option({ flags: '--add <codes>', description: 'codes of roles, separated by commas' })
  parseAdd(value: string): string[] {
    return codesOf(value);
  }

  @Option({ flags: '--remove <codes>', description: 'codes of roles, separated by commas' })
  parseRemove(value: string): string[] {
    return codesOf(value);
  }
}

function codesOf(value: string): string[] {
  return value.split(',').map((code) => code.trim());
}

/** @throws CommandError for a code that no role has */
async function roleUids({ get, brand }: Acting, codes: readonly string[]): Promise<string[]> {
  const roles = await get(RoleAssignmentRepository).listByCodes(get(Database).store, brand.id, [...codes]);
  return codes.map((code) => {
    const role = roles.find((known) => known.code === code);
    if (role) return role.uid;
    const message = `The brand ${brand.code} has no role ${code}.`;
    throw new CommandError(EXIT.notFound, 'role.not-found', message, `See: brandgate role list --brand ${brand.code}`);
  });
}
