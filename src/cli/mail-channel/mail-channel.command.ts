import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { MailChannelRemoveCommand } from './mail-channel-remove.command';
import { MailChannelSetCommand } from './mail-channel-set.command';
import { MailChannelShowCommand } from './mail-channel-show.command';
import { MailChannelTestCommand } from './mail-channel-test.command';

@Command({
  name: 'mail-channel',
  description: "a brand's own mail server",
  subCommands: [MailChannelShowCommand, MailChannelSetCommand, MailChannelRemoveCommand, MailChannelTestCommand],
})
export class MailChannelCommand extends CommandGroup {}
