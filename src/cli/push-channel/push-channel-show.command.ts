import { SubCommand } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { showPushChannel } from './shown-push-channel';

@SubCommand({ name: 'show', description: "the brand's service account; never its key" })
export class PushChannelShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate push-channel show --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    await showPushChannel(out, installation, brand);
  }
}
