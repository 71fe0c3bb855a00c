import { SubCommand } from 'nest-commander';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { textOfValue } from '../shell/json-or-text';
import { settingName, shownSettings } from './shown-settings';

@SubCommand({
  name: 'get',
  arguments: '<setting>',
  argsDescription: { setting: 'its name, as "config show" lists it' },
  description: 'one setting of the installation',
})
export class ConfigGetCommand extends HouseCommand {
  protected readonly examples = ['brandgate config get drainSeconds'];

  protected async execute({ args, out }: Invocation<CommonOptions>): Promise<void> {
    const name = settingName(args[0] ?? '');
    const settings = await shownSettings(await this.shell.installation.open());
    const setting = settings.find((shown) => shown.name === name);
    out.show(setting ?? {}, () => textOfValue(setting?.value));
  }
}
