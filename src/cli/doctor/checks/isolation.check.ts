import { scanReferences } from '../../../storage/reference-scan';
import type { OpenInstallation } from '../../shell/open-installation';
import { broken, type Check, fine, type Observation } from '../finding';
import { tryToCross } from '../throw-away-brands';

const CALL = 'Take the gateway out of service and look at these rows: somebody wrote around the gateway.';

/** No row of one brand leads to another, and the database refuses such a row (SEC-TEN-01, -09). */
export const isolationCheck: Check<OpenInstallation> = {
  name: 'isolation',
  async run(installation): Promise<Observation[]> {
    const { missing, isEnforcing, strays, checked } = await scanReferences(installation.dataSource);
    const crossed = await tryToCross(installation);
    const found = [
      ...missing.map((key) => broken(`The database lacks the foreign key ${key}.`, 'Run: brandgate migrate status')),
      ...(isEnforcing ? [] : [broken('The database does not enforce foreign keys.', 'Switch them on for its user.')]),
      ...strays.map(({ table, column, rows }) => broken(`${rows} rows of ${table} cross brands by ${column}.`, CALL)),
      ...crossed.map((way) => broken(`Between two throw-away brands ${way}.`, CALL)),
    ];
    if (found.length > 0) return found;
    return [
      fine(`${checked} references stay within their brand, and two throw-away brands could not reach each other.`),
    ];
  },
};
