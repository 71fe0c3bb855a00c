import { DataSource } from 'typeorm';
import { Database } from '../../src/storage/database';
import { Background } from '../../src/workers/background';
import type { Loop } from '../../src/workers/loop';
import { perEngine } from './describe-engine';
import { GeneralLog } from './general-log';
import type { TestGateway } from './start-gateway';

/** What the journal reader, the sealer, the outbox and readiness send beside any request, and what brackets a transaction. */
const BESIDE =
  /revocations` `|FROM `?"?revocations|SELECT MAX\(id\)|^SELECT 1$|^SET |^START |^BEGIN|^COMMIT|^ROLLBACK|information_schema|audit_chains|sequence.? IS NULL|gateway_settings|FROM [`"]?outbox/i;

/**
 * The statements that a piece of work sends to the database: from MariaDB's own log, on SQLite at the driver. What
 * was changed before must have settled (`TestGateway.settle`), or the journal empties the caches in the middle of it.
 */
export async function statementsOf(gateway: TestGateway, work: () => Promise<unknown>): Promise<string[]> {
  const record = perEngine({ sqlite: atDriver, mariadb: inServerLog });
  const loops = loopsOf(gateway);
  for (const loop of loops) await loop.stop();
  const statements = await record(gateway, work);
  for (const loop of loops) loop.start();
  return statements.filter((statement) => !BESIDE.test(statement.trim()));
}

/** What waits in memory or in the outbox is taken up at any time, also of what happened before. */
function loopsOf(gateway: TestGateway): Loop[] {
  const { loops } = gateway.gateway.app.get<unknown>(Background) as { loops: readonly (Loop & { name: string })[] };
  const found = loops.filter(({ name }) => name === 'buffers' || name === 'outbox');
  if (found.length !== 2) throw new Error('the workers have other names');
  return found;
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
