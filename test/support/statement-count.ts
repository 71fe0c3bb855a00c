import { DataSource } from 'typeorm';
import { Database } from '../../src/storage/database';
import { perEngine } from './describe-engine';
import { GeneralLog } from './general-log';
import type { TestGateway } from './start-gateway';

/** What the journal reader, the sealer and readiness send beside any request, and what brackets a transaction. */
const BESIDE =
  /revocations` `|FROM `?"?revocations|SELECT MAX\(id\)|^SELECT 1$|^SET |^START |^BEGIN|^COMMIT|^ROLLBACK|information_schema|audit_chains|sequence.? IS NULL|gateway_settings/i;

/** The statements that a piece of work sends to the database: from MariaDB's own log, on SQLite at the driver. */
export async function statementsOf(gateway: TestGateway, work: () => Promise<unknown>): Promise<string[]> {
  const record = perEngine({ sqlite: atDriver, mariadb: inServerLog });
  return (await record(gateway, work)).filter((statement) => !BESIDE.test(statement.trim()));
}

async function inServerLog(gateway: TestGateway, work: () => Promise<unknown>): Promise<string[]> {
  const log = await GeneralLog.start();
  await log.clear();
  await work();
  const statements = await log.statements(gateway.database.name);
  await log.close();
  return statements;
}

async function atDriver(gateway: TestGateway, work: () => Promise<unknown>): Promise<string[]> {
  const source = gateway.gateway.app.get(Database).store.dataSource;
  if (!(source instanceof DataSource)) throw new Error('no data source');
  const query = jest.spyOn(source.createQueryRunner(), 'query');
  await work();
  const statements = query.mock.calls.map(([statement]) => statement);
  query.mockRestore();
  return statements;
}
