import { SubCommand } from 'nest-commander';
import { migrationState } from '../../storage/migrate';
import { EXIT, type ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { openDatabase } from '../shell/open-installation';

@SubCommand({ name: 'status', description: 'which migrations are applied; exit code 1 when some are pending' })
export class MigrateStatusCommand extends HouseCommand {
  protected readonly examples = ['brandgate migrate status', 'brandgate migrate status --json'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<ExitCode> {
    const dataSource = await openDatabase(this.shell.installation.config);
    try {
      const state = await migrationState(dataSource);
      const { applied, pending, unknown } = state;
      const rows = [
        ...applied.map((name) => [name, unknown.includes(name) ? 'applied by a newer version' : 'applied']),
        ...pending.map((name) => [name, 'pending']),
      ];
      out.table(state, ['MIGRATION', 'STATE'], rows);
      if (pending.length > 0) out.note('Run: brandgate migrate up');
      return pending.length > 0 ? EXIT.failed : EXIT.ok;
    } finally {
      await dataSource.destroy();
    }
  }
}
