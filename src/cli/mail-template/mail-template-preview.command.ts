import { SubCommand } from 'nest-commander';
import { MailRenderer } from '../../core/mail/mail-renderer';
import { MailTemplates } from '../../core/mail/mail-templates';
import { mailPreviewView } from '../../protocols/jfw/views/mail.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { TEMPLATE_ARGUMENTS, templateArgument } from './template-argument';

@SubCommand({ name: 'preview', ...TEMPLATE_ARGUMENTS, description: 'a mail with example values; nothing is sent' })
export class MailTemplatePreviewCommand extends BrandedCommand {
  protected readonly examples = ['brandgate mail-template preview --brand acme invitation vi'];

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const name = templateArgument(args);
    const { installation, brand } = await this.acting(options);
    const text = await installation.get(MailTemplates).draft(brand.id, name, {});
    const view = mailPreviewView(installation.get(MailRenderer).preview(brand, name, text));
    out.show(view, () => `Subject: ${view.subject}\n\n${view.plain}`);
  }
}
