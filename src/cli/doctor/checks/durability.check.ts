import { durabilityOf } from '../../../storage/server-facts';
import type { Reached } from '../stages';
import { broken, type Check, fine, type Observation, weak } from '../finding';

/** The engine keeps what it acknowledged (REL-01). */
export const durabilityCheck: Check<Reached> = {
  name: 'database',
  async run({ dataSource }): Promise<Observation[]> {
    const { version, flaws } = await durabilityOf(dataSource);
    return [
      fine(`${version} answers.`),
      ...flaws.map(({ isBroken, what, cure }) => (isBroken ? broken : weak)(what, cure)),
    ];
  },
};
