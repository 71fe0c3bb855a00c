import { SubCommand } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findService } from './find-service';
import { showService } from './shown-service';

@SubCommand({
  name: 'show',
  arguments: '<service>',
  argsDescription: { service: 'name or id' },
  description: 'a service; the names of its headers, never what they hold',
})
export class ServiceShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate service show --brand acme orders'];

  protected async execute({ args: [name = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    showService(out, await findService(installation, brand, name));
  }
}
