import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { AppCreateCommand } from './app-create.command';
import { AppDeleteCommand } from './app-delete.command';
import { AppListCommand } from './app-list.command';
import { AppRegenerateKeyCommand } from './app-regenerate-key.command';
import { AppShowCommand } from './app-show.command';
import { AppShowKeyCommand } from './app-show-key.command';
import { AppUpdateCommand } from './app-update.command';

@Command({
  name: 'app',
  description: 'apps of a brand and their API keys',
  subCommands: [
    ...[AppListCommand, AppShowCommand, AppCreateCommand, AppUpdateCommand, AppDeleteCommand],
    ...[AppRegenerateKeyCommand, AppShowKeyCommand],
  ],
})
export class AppCommand extends CommandGroup {}
