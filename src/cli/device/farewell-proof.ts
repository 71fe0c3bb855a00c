import { setTimeout as delay } from 'node:timers/promises';
import { ListFarewellsFlow } from '../../flows/list-farewells/list-farewells.flow';
import { farewellView } from '../../protocols/jfw/views/push.view';
import type { Acting } from '../shell/acting';

export type FarewellProof = ReturnType<typeof farewellView>;

interface SignedOut {
  readonly userUid: string;
  readonly deviceUid: string;
  /** When: what tells its farewell from earlier ones. */
  readonly at: number;
}

const PAUSE_MS = 250;
const NEWEST = { number: 0, size: 20 };

/** The farewell of one sign-out; null when the device had no push token to send it to. */
export async function farewellOf(acting: Acting, { at, ...link }: SignedOut): Promise<FarewellProof | null> {
  const { items } = await acting.get(ListFarewellsFlow).run(acting.caller, { ...link, page: NEWEST });
  const found = items.find(({ farewell }) => farewell.createdAt === at);
  return found ? farewellView(found) : null;
}

/** As soon as it is known what became of it, or as it is when the time is over. */
export async function awaitFarewell(
  acting: Acting,
  signedOut: SignedOut,
  seconds: number,
): Promise<FarewellProof | null> {
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    const proof = await farewellOf(acting, signedOut);
    if (proof?.state !== 'queued' || performance.now() + PAUSE_MS > until) return proof;
    await delay(PAUSE_MS);
  }
}
