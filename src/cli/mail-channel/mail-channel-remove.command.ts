import { SubCommand } from 'nest-commander';
import { ChangeMailChannelFlow } from '../../flows/change-mail-channel/change-mail-channel.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';

@SubCommand({ name: 'remove', description: "back to the installation's mail server" })
export class MailChannelRemoveCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate mail-channel remove --brand acme --yes'];

  protected async execute({ options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const { installation, brand, actor } = await this.acting(options);
    await this.confirm(`Mails of ${brand.code} go over the installation's server from now on.`, options);
    await installation.get(ChangeMailChannelFlow).remove(actor, brand);
    out.show({ removed: true }, () => `${brand.code} has no mail server of its own any more.`);
  }
}
