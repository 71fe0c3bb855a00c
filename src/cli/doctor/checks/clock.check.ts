import { SystemClock } from '../../../kernel/clock';
import { databaseTime } from '../../../storage/server-facts';
import type { Reached } from '../stages';
import { broken, type Check, fine, type Observation, weak } from '../finding';

/** Past this a gateway is not to be trusted with lifetimes (REL-09). */
const TOO_FAR_MS = 5_000;
const FAR_MS = 1_000;
const CURE = 'Let both machines follow one time server (chrony, systemd-timesyncd).';

/** This machine and the database agree on the time. */
export const clockCheck: Check<Reached> = {
  name: 'clock',
  async run({ dataSource }): Promise<Observation[]> {
    const clock = new SystemClock();
    const before = clock.now();
    const theirs = await databaseTime(dataSource);
    if (theirs === null) return [fine('The database has the time of this machine.')];
    const skew = skewOf(theirs, before, clock.now());
    const text = `This machine and the database are ${(skew / 1_000).toFixed(1)} s apart.`;
    if (skew > TOO_FAR_MS) return [broken(text, CURE)];
    return skew > FAR_MS ? [weak(text, CURE)] : [fine(text)];
  },
};

/** How far `theirs` lies outside of the moments between which it was asked for. */
export function skewOf(theirs: number, before: number, after: number): number {
  return Math.max(0, before - theirs, theirs - after);
}
