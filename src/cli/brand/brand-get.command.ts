import { SubCommand } from 'nest-commander';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { findBrand } from '../shell/find-brand';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { textOfValue } from '../shell/json-or-text';
import { shownBrandSettings } from './shown-brand';

@SubCommand({
  name: 'get',
  arguments: '<brand> [setting]',
  argsDescription: { brand: 'its code, one of its domains, or its id', setting: 'its name; all of them without one' },
  description: 'settings of a brand as they count',
})
export class BrandGetCommand extends HouseCommand {
  protected readonly examples = ['brandgate brand get acme', 'brandgate brand get acme passwordMinLength'];

  protected async execute({ args, out }: Invocation<CommonOptions>): Promise<void> {
    const [name = '', setting] = args;
    const settings = shownBrandSettings(await findBrand(await this.shell.installation.open(), name));
    if (setting === undefined) {
      const rows = settings.map((s) => [s.name, textOfValue(s.value), s.source]);
      out.table({ settings }, ['NAME', 'VALUE', 'FROM'], rows);
      return;
    }
    const found = settings.find((s) => s.name === setting);
    if (!found) throw unknownSetting(setting, name);
    out.show(found, () => textOfValue(found.value));
  }
}

export function unknownSetting(setting: string, brand: string): CommandError {
  const message = `There is no setting ${setting} of brands.`;
  return new CommandError(EXIT.notFound, 'setting.not-found', message, `See: brandgate brand get ${brand}`);
}
