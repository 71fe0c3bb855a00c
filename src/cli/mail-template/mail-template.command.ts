import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { MailTemplateListCommand } from './mail-template-list.command';
import { MailTemplatePreviewCommand } from './mail-template-preview.command';
import { MailTemplateResetCommand } from './mail-template-reset.command';
import { MailTemplateSetCommand } from './mail-template-set.command';
import { MailTemplateShowCommand } from './mail-template-show.command';

@Command({
  name: 'mail-template',
  description: "what a brand's mails say",
  subCommands: [
    ...[MailTemplateListCommand, MailTemplateShowCommand, MailTemplateSetCommand],
    ...[MailTemplateResetCommand, MailTemplatePreviewCommand],
  ],
})
export class MailTemplateCommand extends CommandGroup {}
