import { randomInt } from 'node:crypto';

const FIRST_MS = 10_000;
const LAST_MS = 3_600_000;
/** Tries until a row is given up; about half a day. */
export const MAX_ATTEMPTS = 20;
/** Without a channel: somebody may set one up. */
const WAITING_MS = 60_000;
/** What failed together does not come back together. */
const JITTER_PERCENT = 20;

/** Milliseconds until the next try: twice as long each time, up to an hour. @param attempts failed ones before this one */
export function backOff(attempts: number): number {
  return jittered(Math.min(FIRST_MS * 2 ** attempts, LAST_MS));
}

/** Milliseconds until it is looked whether there is a channel by now. */
export function waitingTime(): number {
  return jittered(WAITING_MS);
}

function jittered(delay: number): number {
  const spread = Math.round((delay * JITTER_PERCENT) / 100);
  return delay - spread + randomInt(2 * spread + 1);
}
