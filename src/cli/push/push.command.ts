import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { PushCancelCommand } from './push-cancel.command';
import { PushDeliveriesCommand } from './push-deliveries.command';
import { PushListCommand } from './push-list.command';
import { PushPreviewCommand } from './push-preview.command';
import { PushSendCommand } from './push-send.command';
import { PushShowCommand } from './push-show.command';
import { PushTestCommand } from './push-test.command';

@Command({
  name: 'push',
  description: 'messages to devices of a brand',
  subCommands: [
    ...[PushSendCommand, PushPreviewCommand, PushListCommand, PushShowCommand, PushDeliveriesCommand],
    ...[PushCancelCommand, PushTestCommand],
  ],
})
export class PushCommand extends CommandGroup {}
