import { Option, SubCommand } from 'nest-commander';
import { SaveRoleFlow } from '../../flows/save-role/save-role.flow';
import { UpdateRoleDto } from '../../protocols/jfw/dto/role.dto';
import { roleChangesOf } from '../../protocols/jfw/role-body';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { checkedBody } from '../shell/checked-body';
import type { Invocation } from '../shell/house-command';
import { requireChange, yesOrNo } from '../shell/listed-values';
import { findRole } from './find-role';
import { showRole } from './shown-role';

interface RoleUpdateOptions extends BrandedOptions {
  readonly code?: string;
  readonly name?: string;
  readonly description?: string;
  readonly active?: boolean;
}

@SubCommand({
  name: 'update',
  arguments: '<role>',
  argsDescription: { role: 'code or id' },
  description: 'changes what a role is called, or whether it counts; what it allows: role grant, role revoke',
})
export class RoleUpdateCommand extends BrandedCommand<RoleUpdateOptions> {
  protected readonly examples = [
    'brandgate role update --brand acme support --name "First line"',
    'brandgate role update --brand acme support --active no',
  ];

  protected async execute({ args: [role = ''], options, out }: Invocation<RoleUpdateOptions>): Promise<void> {
    requireChange(options, ['code', 'name', 'description', 'active']);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const { uid } = await findRole(installation, brand, role);
    const { code, name, description, active: isActive } = options;
    const body = await checkedBody(UpdateRoleDto, { code, name, description, isActive });
    showRole(out, await installation.get(SaveRoleFlow).update(actor, caller, uid, roleChangesOf(body), now));
  }

  @Option({ flags: '--code <code>', description: 'another code; back-ends that ask for the old one no longer find it' })
  parseCode(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: 'for people' })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--description <text>', description: 'what it is for; "" for nothing' })
  parseDescription(value: string): string {
    return value;
  }

  @Option({ flags: '--active <yes|no>', description: 'an inactive role grants nothing' })
  parseActive(value: string): boolean {
    return yesOrNo('--active', value);
  }
}
