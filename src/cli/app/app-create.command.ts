import { SubCommand } from 'nest-commander';
import { AppListing } from '../../core/roles/app-listing';
import { SaveAppFlow } from '../../flows/save-app/save-app.flow';
import { appAttributesOf } from '../../protocols/jfw/app-body';
import { CreateAppDto } from '../../protocols/jfw/dto/app.dto';
import { checkedBody } from '../shell/checked-body';
import type { Invocation } from '../shell/house-command';
import { AppDescribingCommand, type AppOptions } from './app-describing-command';
import { showApp } from './shown-app';

@SubCommand({
  name: 'create',
  arguments: '<name>',
  argsDescription: { name: 'unique in the brand' },
  description: 'makes an app; its key is shown this once',
})
export class AppCreateCommand extends AppDescribingCommand {
  protected readonly examples = [
    'brandgate app create --brand acme mobile --description "Phones" --default-role support',
  ];

  protected async execute({ args: [name = ''], options, out }: Invocation<AppOptions>): Promise<void> {
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const body = await checkedBody(CreateAppDto, await this.bodyOf(brand, { ...options, name }));
    const { app, apiKey } = await installation.get(SaveAppFlow).create(actor, caller, appAttributesOf(body), now);
    await showApp(out, installation, await installation.get(AppListing).withRole(app), apiKey);
  }
}
