import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { BrandActivateCommand } from './brand-activate.command';
import { BrandCreateCommand } from './brand-create.command';
import { BrandDeactivateCommand } from './brand-deactivate.command';
import { BrandGetCommand } from './brand-get.command';
import { BrandListCommand } from './brand-list.command';
import { BrandSetCommand } from './brand-set.command';
import { BrandShowCommand } from './brand-show.command';

@Command({
  name: 'brand',
  description: 'brands and their settings',
  subCommands: [
    ...[BrandListCommand, BrandShowCommand, BrandCreateCommand, BrandActivateCommand, BrandDeactivateCommand],
    ...[BrandGetCommand, BrandSetCommand],
  ],
})
export class BrandCommand extends CommandGroup {}
