import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { OutboxListCommand } from './outbox-list.command';
import { OutboxRetryCommand } from './outbox-retry.command';
import { OutboxShowCommand } from './outbox-show.command';

@Command({
  name: 'outbox',
  description: 'mails and other work that waits, was done, or was given up',
  subCommands: [OutboxListCommand, OutboxShowCommand, OutboxRetryCommand],
})
export class OutboxCommand extends CommandGroup {}
