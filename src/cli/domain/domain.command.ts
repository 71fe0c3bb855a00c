import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { DomainAddCommand } from './domain-add.command';
import { DomainListCommand } from './domain-list.command';
import { DomainPreferCommand } from './domain-prefer.command';
import { DomainRemoveCommand } from './domain-remove.command';
import { DomainVerifyCommand } from './domain-verify.command';

@Command({
  name: 'domain',
  description: 'hosts that name a brand',
  subCommands: [DomainListCommand, DomainAddCommand, DomainVerifyCommand, DomainPreferCommand, DomainRemoveCommand],
})
export class DomainCommand extends CommandGroup {}
