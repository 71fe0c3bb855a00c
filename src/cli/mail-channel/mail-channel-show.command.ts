import { SubCommand } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { showChannel } from './shown-channel';

@SubCommand({ name: 'show', description: "the brand's own mail server; never its password" })
export class MailChannelShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate mail-channel show --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    await showChannel(out, installation, brand);
  }
}
