import { Option, SubCommand } from 'nest-commander';
import { migrateDown, migrationState } from '../../storage/migrate';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { openDatabase } from '../shell/open-installation';

interface MigrateDownOptions extends CommonOptions {
  readonly yes?: boolean;
}

@SubCommand({ name: 'down', description: 'takes the newest migration back, together with the data it holds' })
export class MigrateDownCommand extends HouseCommand<MigrateDownOptions> {
  protected readonly examples = ['brandgate migrate down', 'brandgate migrate down --yes'];

  protected async execute({ options, out }: Invocation<MigrateDownOptions>): Promise<void> {
    const dataSource = await openDatabase(this.shell.installation.config);
    try {
      const newest = (await migrationState(dataSource)).applied.at(-1);
      if (newest !== undefined) await this.confirm(newest, options.yes === true);
      const reverted = newest === undefined ? null : await migrateDown(dataSource);
      out.show({ reverted }, () => (reverted === null ? 'Nothing is applied.' : `took back ${reverted}`));
    } finally {
      await dataSource.destroy();
    }
  }

  @Option({ flags: '--yes', description: 'do not ask' })
  parseYes(): boolean {
    return true;
  }

  private confirm(name: string, isSure: boolean): Promise<void> {
    const question = `Taking back ${name} deletes the tables and columns it made, with all that is in them.`;
    return this.shell.terminal.confirm(question, isSure);
  }
}
