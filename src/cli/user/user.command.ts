import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { STATUS_COMMANDS } from './user-status.commands';
import { UserCreateCommand } from './user-create.command';
import { UserDeleteCommand } from './user-delete.command';
import { UserImportCommand } from './user-import.command';
import { UserInviteCommand } from './user-invite.command';
import { UserListCommand } from './user-list.command';
import { UserSetPasswordCommand } from './user-set-password.command';
import { UserSetRolesCommand } from './user-set-roles.command';
import { UserSetTypeCommand } from './user-set-type.command';
import { UserShowCommand } from './user-show.command';

@Command({
  name: 'user',
  description: 'the users of a brand',
  subCommands: [
    ...[
      UserListCommand,
      UserShowCommand,
      UserCreateCommand,
      UserInviteCommand,
      UserImportCommand,
      UserSetPasswordCommand,
    ],
    ...[UserSetTypeCommand, UserSetRolesCommand, ...STATUS_COMMANDS, UserDeleteCommand],
  ],
})
export class UserCommand extends CommandGroup {}
