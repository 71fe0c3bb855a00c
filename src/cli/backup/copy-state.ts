import { gatewayDataSource } from '../../../ormconfig';
import type { GatewayConfig } from '../../config/gateway-config';
import { type MigrationState, migrationState } from '../../storage/migrate';

/** What of the schema's history a copy has. @param path of an embedded database that nobody else uses */
export async function stateOfCopy(config: GatewayConfig, path: string): Promise<MigrationState> {
  const dataSource = await gatewayDataSource({ ...config, database: { kind: 'sqlite', path } });
  await dataSource.initialize();
  try {
    return await migrationState(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
