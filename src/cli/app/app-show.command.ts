import { SubCommand } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findApp } from './find-app';
import { showApp } from './shown-app';

@SubCommand({
  name: 'show',
  arguments: '<app>',
  argsDescription: { app: 'name or id' },
  description: 'an app, its key masked',
})
export class AppShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate app show --brand acme mobile'];

  protected async execute({ args: [name = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    await showApp(out, installation, await findApp(installation, brand, name));
  }
}
