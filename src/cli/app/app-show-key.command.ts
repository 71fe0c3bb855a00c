import { SubCommand } from 'nest-commander';
import { ShowKeyFlow } from '../../flows/show-key/show-key.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { findApp } from './find-app';

@SubCommand({
  name: 'show-key',
  arguments: '<app>',
  argsDescription: { app: 'name or id' },
  description: 'prints the key of an app whose key is kept; the trail tells that it was shown',
})
export class AppShowKeyCommand extends BrandedCommand {
  protected readonly examples = ['brandgate app show-key --brand acme admin'];

  protected async execute({ args: [name = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand, actor, caller } = await this.acting(options);
    const { app } = await findApp(installation, brand, name);
    const { apiKey, isMasked } = await installation.get(ShowKeyFlow).run(actor, caller, app.uid);
    if (isMasked) {
      const message = `The key of ${app.name} is not kept, or sealed by an entry that the key ring lacks.`;
      const advice = `Give it a new one: brandgate app regenerate-key --brand ${brand.code} ${app.name}`;
      throw new CommandError(EXIT.failed, 'app.key-not-kept', message, advice);
    }
    out.show({ id: app.uid, name: app.name, apiKey }, () => apiKey);
  }
}
