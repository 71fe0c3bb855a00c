import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { RoleAssignCommand } from './role-assign.command';
import { RoleCreateCommand } from './role-create.command';
import { RoleDeleteCommand } from './role-delete.command';
import { RoleGrantCommand } from './role-grant.command';
import { RoleListCommand } from './role-list.command';
import { RoleRevokeCommand } from './role-revoke.command';
import { RoleServiceCommand } from './role-service.command';
import { RoleShowCommand } from './role-show.command';
import { RoleUnassignCommand } from './role-unassign.command';
import { RoleUpdateCommand } from './role-update.command';

@Command({
  name: 'role',
  description: 'roles of a brand: what they allow, who holds them, which services they reach',
  subCommands: [
    ...[RoleListCommand, RoleShowCommand, RoleCreateCommand, RoleUpdateCommand, RoleDeleteCommand],
    ...[RoleGrantCommand, RoleRevokeCommand, RoleAssignCommand, RoleUnassignCommand, RoleServiceCommand],
  ],
})
export class RoleCommand extends CommandGroup {}
