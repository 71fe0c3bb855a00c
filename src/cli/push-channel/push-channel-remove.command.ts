import { SubCommand } from 'nest-commander';
import { ChangeBrandSettingsFlow } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';

@SubCommand({ name: 'remove', description: 'forgets the service account; nothing is pushed from then on' })
export class PushChannelRemoveCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate push-channel remove --brand acme --yes'];

  protected async execute({ options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const { installation, brand, actor, caller, now } = await this.acting(options);
    await this.confirm(`Nothing is pushed to devices of ${brand.code} from now on.`, options);
    const command = { given: { firebaseCredential: null }, at: now };
    await installation.get(ChangeBrandSettingsFlow).run(actor, caller, command);
    out.show({ removed: true }, () => `${brand.code} has no push channel any more.`);
  }
}
