import { checkDatabaseSetup, DatabaseSetupError } from '../../../storage/collation-check';
import { migrationState, UnknownMigrationError } from '../../../storage/migrate';
import type { Reached } from '../stages';
import { broken, type Check, fine, type Observation } from '../finding';

/** Migrations, collation and SQL mode: without them the gateway does not start (REL-14, SEC-ID-08). */
export const schemaCheck: Check<Reached> = {
  name: 'schema',
  async run({ dataSource }): Promise<Observation[]> {
    const { applied, pending, unknown } = await migrationState(dataSource);
    if (unknown.length > 0) return [broken(new UnknownMigrationError(unknown).message, null)];
    if (pending.length > 0) return [broken(`Pending migrations: ${pending.join(', ')}.`, 'Run: brandgate migrate up')];
    const flaw = await setupFlaw(dataSource);
    const upToDate = fine(`Up to date: ${applied.length} applied.`);
    return flaw === null ? [upToDate] : [upToDate, broken(flaw, null)];
  },
};

async function setupFlaw(dataSource: Reached['dataSource']): Promise<string | null> {
  try {
    await checkDatabaseSetup(dataSource);
    return null;
  } catch (error) {
    if (error instanceof DatabaseSetupError) return error.message;
    throw error;
  }
}
