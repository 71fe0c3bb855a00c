import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SubCommand } from 'nest-commander';
import { gatewayDataSource } from '../../../ormconfig';
import { openKeyRing } from '../../config/master-key';
import type { DatabaseTarget } from '../../config/database-url';
import { migrateUp } from '../../storage/migrate';
import { HouseCommand, type Invocation, type CommonOptions } from '../shell/house-command';

@SubCommand({ name: 'up', description: 'applies what is pending; makes the database file where there is none' })
export class MigrateUpCommand extends HouseCommand {
  protected readonly examples = ['brandgate migrate up'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<void> {
    const { config } = this.shell.installation;
    const { database } = config;
    // The key ring comes first: a database without one is not opened again.
    if (database.kind === 'sqlite') openKeyRing(config);
    if (isFile(database)) await mkdir(dirname(database.path), { recursive: true, mode: 0o700 });
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

function isFile(database: DatabaseTarget): database is DatabaseTarget & { kind: 'sqlite' } {
  return database.kind === 'sqlite' && database.path !== ':memory:';
}
