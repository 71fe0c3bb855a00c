import { SubCommand } from 'nest-commander';
import { AppListing } from '../../core/roles/app-listing';
import { RegenerateKeyFlow } from '../../flows/regenerate-key/regenerate-key.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { findApp } from './find-app';
import { showApp } from './shown-app';

@SubCommand({
  name: 'regenerate-key',
  arguments: '<app>',
  argsDescription: { app: 'name or id' },
  description: 'gives an app a new key, shown this once; the old one is unknown within a second',
})
export class AppRegenerateKeyCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate app regenerate-key --brand acme mobile --yes'];

  protected async execute({ args: [name = ''], options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const { app } = await findApp(installation, brand, name);
    const warning = `Whoever uses the present key of ${app.name} in ${brand.code} is refused from now on.`;
    await this.confirm(warning, options);
    const issued = await installation.get(RegenerateKeyFlow).run(actor, caller, app.uid, now);
    await showApp(out, installation, await installation.get(AppListing).withRole(issued.app), issued.apiKey);
  }
}
