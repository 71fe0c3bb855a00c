import { Option, SubCommand } from 'nest-commander';
import { SaveRoleFlow } from '../../flows/save-role/save-role.flow';
import { CreateRoleDto } from '../../protocols/jfw/dto/role.dto';
import { roleDraftOf } from '../../protocols/jfw/role-body';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { checkedBody } from '../shell/checked-body';
import type { Invocation } from '../shell/house-command';
import { listed, yesOrNo } from '../shell/listed-values';
import { showRole } from './shown-role';

interface RoleCreateOptions extends BrandedOptions {
  readonly name?: string;
  readonly description?: string;
  readonly permission?: readonly string[];
  readonly active?: boolean;
}

@SubCommand({
  name: 'create',
  arguments: '<code>',
  argsDescription: { code: 'what back-ends know the role by: A-Z a-z 0-9 . _ -' },
  description: 'makes a role',
})
export class RoleCreateCommand extends BrandedCommand<RoleCreateOptions> {
  protected readonly examples = [
    'brandgate role create --brand acme support --name "Support desk" --permission USER.READ,DEVICE.READ',
  ];

  protected async execute({ args: [code], options, out }: Invocation<RoleCreateOptions>): Promise<void> {
    const { installation, actor, caller, now } = await this.acting(options);
    const { name = code, description, permission: permissions, active: isActive } = options;
    const body = await checkedBody(CreateRoleDto, { code, name, description, permissions, isActive });
    showRole(out, await installation.get(SaveRoleFlow).create(actor, caller, roleDraftOf(body), now));
  }

  @Option({ flags: '--name <name>', description: 'for people; the code when left out' })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--description <text>', description: 'what it is for' })
  parseDescription(value: string): string {
    return value;
  }

  @Option({ flags: '--permission <permissions>', description: 'what it allows; several with commas, or again' })
  parsePermission(value: string, before?: readonly string[]): readonly string[] {
    return listed(value, before);
  }

  @Option({ flags: '--active <yes|no>', description: 'an inactive role grants nothing; default yes' })
  parseActive(value: string): boolean {
    return yesOrNo('--active', value);
  }
}
