import { SubCommand } from 'nest-commander';
import { RemoveAppFlow } from '../../flows/remove-app/remove-app.flow';
import { Clock } from '../../kernel/clock';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { findApp } from './find-app';

@SubCommand({
  name: 'delete',
  arguments: '<app>',
  argsDescription: { app: 'name or id' },
  description: 'deletes an app with the roles that users have in it; its key is unknown within a second',
})
export class AppDeleteCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate app delete --brand acme mobile --yes'];

  protected async execute({ args: [name = ''], options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const { installation, brand, actor, caller } = await this.acting(options);
    const { app } = await findApp(installation, brand, name);
    const warning = `The app ${app.name} of ${brand.code} is deleted; whoever uses its key is refused.`;
    await this.confirm(warning, options);
    await installation.get(RemoveAppFlow).run(actor, caller, app.uid, installation.get(Clock).now());
    out.show({ deleted: { id: app.uid, name: app.name } }, () => `deleted ${app.name}`);
  }
}
