import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { ConfigCheckCommand } from './config-check.command';
import { ConfigGetCommand } from './config-get.command';
import { ConfigSetCommand } from './config-set.command';
import { ConfigShowCommand } from './config-show.command';

@Command({
  name: 'config',
  description: 'the environment, and the settings of the installation',
  subCommands: [ConfigShowCommand, ConfigCheckCommand, ConfigGetCommand, ConfigSetCommand],
})
export class ConfigCommand extends CommandGroup {}
