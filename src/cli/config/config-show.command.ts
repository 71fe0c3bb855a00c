import { SubCommand } from 'nest-commander';
import { describeConfig } from '../../config/described-config';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { failureOf } from '../shell/failure';
import { textOfValue } from '../shell/json-or-text';
import type { Output } from '../shell/output';
import { type ShownSetting, shownSettings } from './shown-settings';

@SubCommand({ name: 'show', description: 'every value as it counts, and where it comes from; secrets are not shown' })
export class ConfigShowCommand extends HouseCommand {
  protected readonly examples = ['brandgate config show', 'brandgate config show --json'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<void> {
    // Mistakes come out here, before anything is shown of them.
    const { config } = this.shell.installation;
    const environment = describeConfig(this.shell.io.env);
    const settings = await this.settings(out);
    const rows = [...environment, ...(settings ?? [])].map(({ name, value, source }) => {
      return [name, textOfValue(value), source];
    });
    out.table({ engine: config.database.kind, environment, settings }, ['NAME', 'VALUE', 'FROM'], rows);
  }

  /** Null while there is no database to ask. */
  private async settings(out: Output): Promise<ShownSetting[] | null> {
    try {
      return await shownSettings(await this.shell.installation.open());
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      out.note(`The settings in the database are left out. ${failure.message} ${failure.advice ?? ''}`);
      return null;
    }
  }
}
