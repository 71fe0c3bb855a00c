import { Option, SubCommand } from 'nest-commander';
import { AppListing } from '../../core/roles/app-listing';
import { SaveAppFlow } from '../../flows/save-app/save-app.flow';
import { appChangesOf } from '../../protocols/jfw/app-body';
import { UpdateAppDto } from '../../protocols/jfw/dto/app.dto';
import { checkedBody } from '../shell/checked-body';
import type { Invocation } from '../shell/house-command';
import { requireChange } from '../shell/listed-values';
import { AppDescribingCommand, type AppOptions } from './app-describing-command';
import { findApp } from './find-app';
import { showApp } from './shown-app';

const CHANGES = ['name', 'description', 'type', 'path', 'url', 'active', 'defaultRole'];

@SubCommand({
  name: 'update',
  arguments: '<app>',
  argsDescription: { app: 'name or id' },
  description: 'changes an app; its key stays',
})
export class AppUpdateCommand extends AppDescribingCommand {
  protected readonly examples = [
    'brandgate app update --brand acme mobile --active no',
    'brandgate app update --brand acme mobile --default-role ""',
  ];

  protected async execute({ args: [name = ''], options, out }: Invocation<AppOptions>): Promise<void> {
    requireChange(options, CHANGES);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const { app } = await findApp(installation, brand, name);
    const body = await checkedBody(UpdateAppDto, await this.bodyOf(brand, options));
    const changed = await installation.get(SaveAppFlow).update(actor, caller, app.uid, appChangesOf(body), now);
    await showApp(out, installation, await installation.get(AppListing).withRole(changed));
  }

  @Option({ flags: '--name <name>', description: 'another name' })
  parseName(value: string): string {
    return value;
  }
}
