import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { MigrateDownCommand } from './migrate-down.command';
import { MigrateStatusCommand } from './migrate-status.command';
import { MigrateUpCommand } from './migrate-up.command';

@Command({
  name: 'migrate',
  description: "brings the database's schema up to date, or back",
  subCommands: [MigrateUpCommand, MigrateDownCommand, MigrateStatusCommand],
})
export class MigrateCommand extends CommandGroup {}
