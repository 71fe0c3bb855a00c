import { SubCommand } from 'nest-commander';
import { MailTemplates } from '../../core/mail/mail-templates';
import { listedTemplateView } from '../../protocols/jfw/views/mail.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';

const HEAD = ['TOPIC', 'LANGUAGE', 'WORDS', 'CHANGED', 'MEANING'];

@SubCommand({ name: 'list', description: 'the mails of a brand in every language, shipped or its own' })
export class MailTemplateListCommand extends BrandedCommand {
  protected readonly examples = ['brandgate mail-template list --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand, installation } = await this.acting(options);
    const templates = (await installation.get(MailTemplates).list(brand.id)).map(listedTemplateView);
    const rows = templates.map(({ topic, locale, isOwn, modifiedDate, meaning }) => {
      return [topic, locale, isOwn ? 'own' : 'shipped', modifiedDate, meaning];
    });
    out.table({ templates }, HEAD, rows);
  }
}
