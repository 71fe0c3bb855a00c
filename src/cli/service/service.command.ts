import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { ServiceCreateCommand } from './service-create.command';
import { ServiceDeleteCommand } from './service-delete.command';
import { ServiceListCommand } from './service-list.command';
import { ServiceShowCommand } from './service-show.command';
import { ServiceUpdateCommand } from './service-update.command';

@Command({
  name: 'service',
  description: 'upstreams of a brand, which roles give access to',
  subCommands: [
    ...[ServiceListCommand, ServiceShowCommand, ServiceCreateCommand, ServiceUpdateCommand, ServiceDeleteCommand],
  ],
})
export class ServiceCommand extends CommandGroup {}
