import { Option, SubCommand } from 'nest-commander';
import { ChangeMailTemplateFlow } from '../../flows/change-mail-template/change-mail-template.flow';
import { MailTemplateDto } from '../../protocols/jfw/dto/mail-template.dto';
import { mailTemplateView } from '../../protocols/jfw/views/mail.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { checkedBody } from '../shell/checked-body';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { TEMPLATE_ARGUMENTS, templateArgument } from './template-argument';

interface SetOptions extends BrandedOptions {
  readonly stdin?: boolean;
}

@SubCommand({
  name: 'set',
  ...TEMPLATE_ARGUMENTS,
  description: "the brand's own words: JSON with subject, plain and html, as show --json prints it",
})
export class MailTemplateSetCommand extends BrandedCommand<SetOptions> {
  protected readonly examples = ['brandgate mail-template set --brand acme reset-link en --stdin < reset-link.json'];

  protected async execute({ args, options, out }: Invocation<SetOptions>): Promise<void> {
    const name = templateArgument(args);
    const { subject, plain, html } = await checkedBody(MailTemplateDto, parsed(await this.shell.terminal.everything()));
    const { installation, actor, caller, now } = await this.acting(options);
    const flow = installation.get(ChangeMailTemplateFlow);
    const view = mailTemplateView(await flow.save(actor, caller, name, { subject, plain, html }, now));
    out.show(view, () => `${view.topic} in ${view.locale} has the words of the brand.`);
  }

  @Option({ flags: '--stdin', description: 'read the template from standard input', required: true })
  parseStdin(): boolean {
    return true;
  }
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  const advice = 'Begin with: brandgate mail-template show --json';
  throw new CommandError(EXIT.usage, 'usage.wrong', 'Standard input holds no JSON object.', advice);
}
