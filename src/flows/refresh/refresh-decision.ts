import type { Children, KeyOwner } from '../../core/auth-keys/auth-key.repository';

/** A consumed key is answered with its successor again for this long, whatever happened since (JFW-REF-04). */
const REPLAY_MS = 60_000;

export type RefreshDecision = 'rotate' | 'rebind' | 'device-mismatch' | 'replay' | 'theft';

export interface RefreshFacts {
  readonly key: Pick<KeyOwner['key'], 'consumedAt' | 'rotationDeviceCode'>;
  /** Code of the device the session is bound to. */
  readonly boundCode: string | null;
  /** Normalised code of this request. */
  readonly code: string | null;
  readonly children: Children | null;
  readonly isBindingStrict: boolean;
  readonly now: number;
}

/** Rows 2 to 9 of JFW-REF-04; row 1 and the states of user, brand and device are judged before. */
export function decideRefresh(facts: RefreshFacts): RefreshDecision {
  return facts.key.consumedAt === null ? decideLive(facts) : decideConsumed(facts, facts.key.consumedAt);
}

function decideLive({ code, boundCode, isBindingStrict }: RefreshFacts): RefreshDecision {
  const isSame = code === null || boundCode === null || code === boundCode;
  if (isSame) return 'rotate';
  return isBindingStrict ? 'device-mismatch' : 'rebind';
}

function decideConsumed({ code, key, children, now }: RefreshFacts, consumedAt: number): RefreshDecision {
  const { rotationDeviceCode } = key;
  const isForeign = code !== null && rotationDeviceCode !== null && code !== rotationDeviceCode;
  if (isForeign) return 'theft';
  if (now - consumedAt <= REPLAY_MS) return 'replay';
  // Past the window only the very device may still fetch a pair that nobody has used: its answer was lost.
  const isSameDevice = code !== null && code === rotationDeviceCode;
  return isSameDevice && !isUsed(children) ? 'replay' : 'theft';
}

function isUsed(children: Children | null): boolean {
  return children !== null && (children.auth.firstUsedAt !== null || children.refresh.firstUsedAt !== null);
}
