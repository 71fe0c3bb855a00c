import { SubCommand } from 'nest-commander';
import { MailTemplates } from '../../core/mail/mail-templates';
import { mailTemplateView } from '../../protocols/jfw/views/mail.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { TEMPLATE_ARGUMENTS, templateArgument } from './template-argument';

@SubCommand({ name: 'show', ...TEMPLATE_ARGUMENTS, description: 'a template, with its placeholders' })
export class MailTemplateShowCommand extends BrandedCommand {
  protected readonly examples = [
    'brandgate mail-template show --brand acme reset-link en',
    'brandgate mail-template show --brand acme reset-link en --json > reset-link.json',
  ];

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand, installation } = await this.acting(options);
    const template = await installation.get(MailTemplates).get(brand.id, templateArgument(args));
    const view = mailTemplateView(template);
    const placeholders = view.placeholders.map((name) => `{{${name}}}`).join(' ');
    out.show(view, () => [`Subject: ${view.subject}`, view.plain, view.html, placeholders].join('\n\n'));
  }
}
