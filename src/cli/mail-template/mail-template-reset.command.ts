import { SubCommand } from 'nest-commander';
import { ChangeMailTemplateFlow } from '../../flows/change-mail-template/change-mail-template.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { TEMPLATE_ARGUMENTS, templateArgument } from './template-argument';

@SubCommand({ name: 'reset', ...TEMPLATE_ARGUMENTS, description: "drops the brand's own words" })
export class MailTemplateResetCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate mail-template reset --brand acme reset-link en --yes'];

  protected async execute({ args, options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const name = templateArgument(args);
    const { installation, brand, actor, caller } = await this.acting(options);
    await this.confirm(`${brand.code} loses its own words of ${name.topic} in ${name.locale}.`, options);
    await installation.get(ChangeMailTemplateFlow).reset(actor, caller, name);
    out.show({ reset: name }, () => `${name.topic} in ${name.locale} is as shipped again.`);
  }
}
