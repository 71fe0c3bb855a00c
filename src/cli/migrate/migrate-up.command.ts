import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SubCommand } from 'nest-commander';
import { gatewayDataSource } from '../../../ormconfig';
import { migrateUp } from '../../storage/migrate';
import { HouseCommand, type Invocation, type CommonOptions } from '../shell/house-command';

@SubCommand({ name: 'up', description: 'applies what is pending; makes the database file where there is none' })
export class MigrateUpCommand extends HouseCommand {
  protected readonly examples = ['brandgate migrate up'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<void> {
    const { config } = this.shell.installation;
    const { database } = config;
    const isFile = database.kind === 'sqlite' && database.path !== ':memory:';
    if (isFile) await mkdir(dirname(database.path), { recursive: true, mode: 0o700 });
    const dataSource = await gatewayDataSource(config);
    await dataSource.initialize();
    try {
      const applied = await migrateUp(dataSource);
      const text = applied.map((name) => `applied ${name}`).join('\n');
      out.show({ applied }, () => (text === '' ? 'Nothing was pending.' : text));
    } finally {
      await dataSource.destroy();
    }
  }
}
