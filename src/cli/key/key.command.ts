import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { KeyListCommand } from './key-list.command';
import { KeyRevokeCommand } from './key-revoke.command';

@Command({
  name: 'key',
  description: 'sign-ins of users and their Auth Keys',
  subCommands: [KeyListCommand, KeyRevokeCommand],
})
export class KeyCommand extends CommandGroup {}
