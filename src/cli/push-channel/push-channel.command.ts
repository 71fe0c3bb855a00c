import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { PushChannelRemoveCommand } from './push-channel-remove.command';
import { PushChannelSetCommand } from './push-channel-set.command';
import { PushChannelShowCommand } from './push-channel-show.command';

@Command({
  name: 'push-channel',
  description: 'the Firebase project that pushes of a brand are sent with',
  subCommands: [PushChannelShowCommand, PushChannelSetCommand, PushChannelRemoveCommand],
})
export class PushChannelCommand extends CommandGroup {}
