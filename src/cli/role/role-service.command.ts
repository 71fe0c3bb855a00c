import { SubCommand } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { RoleServiceListCommand } from './role-service-list.command';
import { RoleServiceSetCommand } from './role-service-set.command';

@SubCommand({
  name: 'service',
  description: 'what a role may do with services',
  subCommands: [RoleServiceListCommand, RoleServiceSetCommand],
})
export class RoleServiceCommand extends CommandGroup {}
