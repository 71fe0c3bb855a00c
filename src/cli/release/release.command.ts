import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { ReleaseAdoptionCommand } from './release-adoption.command';
import { ReleaseCheckCommand } from './release-check.command';
import { ReleaseShowCommand } from './release-show.command';

@Command({
  name: 'release',
  description: 'versions of the app of a brand: what they do, and what the version gate says to them',
  subCommands: [ReleaseShowCommand, ReleaseAdoptionCommand, ReleaseCheckCommand],
})
export class ReleaseCommand extends CommandGroup {}
