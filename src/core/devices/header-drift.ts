import type { Reason } from '../../kernel/errors/reasons';
import { compareAppVersions, parseAppVersion } from '../../kernel/text/app-version';
import { isRecentSignIn } from '../auth-keys/recent-sign-in';
import type { BrandSettings } from '../brands/brand-settings';
import type { DeviceClaim } from './device-claim';
import type { LinkedDevice } from './device.repository';
import type { Speaker } from './speaker';

/** Wherein a session's report differs from what is known: another device, another system, an older app. */
export type DriftSignal = 'device' | 'system' | 'version';

type DriftPolicy = BrandSettings['driftOfDevice'];

const SETTING_OF = {
  device: 'driftOfDevice',
  system: 'driftOfSystem',
  version: 'driftOfVersion',
} as const satisfies Record<DriftSignal, keyof BrandSettings>;

const NAME_OF = {
  device: 'another device code',
  system: 'another operating system',
  version: 'an older app version',
} as const satisfies Record<DriftSignal, string>;

/** A difference that the brand wants to know of. Both ends are claims of a client's. */
export interface Drift {
  readonly signal: DriftSignal;
  readonly policy: Exclude<DriftPolicy, 'allow'>;
  /** Null for another device: what is known is the one that the session is bound to. */
  readonly from: string | null;
  readonly to: string;
}

/** What is said of a device, and in which session; a sign-in has none. */
interface Report {
  readonly brand: { readonly settings: Pick<BrandSettings, (typeof SETTING_OF)[DriftSignal]> };
  readonly claim: DeviceClaim;
  readonly session?: Speaker;
}

export interface DriftVerdict {
  readonly drifts: readonly Drift[];
  /** The one for which nothing of the report is taken. */
  readonly barring: Drift | null;
}

const STEADY: DriftVerdict = { drifts: [], barring: null };

/**
 * Headers are claims: a drift proves nothing and gives no right, it may only cost one. A sign-in never drifts, since it
 * is the newest proof there is. @param found what is known of the device that the report names
 */
export function judgeDrift(report: Report, found: LinkedDevice | null, now: number): DriftVerdict {
  const { brand, session } = report;
  if (session === undefined) return STEADY;
  const drifts: Drift[] = [];
  for (const signal of ['device', 'system', 'version'] as const) {
    const policy = brand.settings[SETTING_OF[signal]];
    const ends = policy === 'allow' ? null : COMPARE[signal]({ ...report, session }, found, policy);
    if (policy !== 'allow' && ends !== null) drifts.push({ signal, policy, ...ends });
  }
  return { drifts, barring: barringOf(drifts, isRecentSignIn(session.authAt, now)) };
}

/** For the operator; a text of the client's is no part of it (SEC-LOG-01). */
export function driftReason({ signal, policy }: Drift): Reason {
  return { reason: 'header-drift', facts: { what: NAME_OF[signal], setting: SETTING_OF[signal], policy } };
}

function barringOf(drifts: readonly Drift[], isRecent: boolean): Drift | null {
  const refused = drifts.find(({ policy }) => policy === 'refuse');
  return refused ?? (isRecent ? null : (drifts.find(({ policy }) => policy === 'step-up') ?? null));
}

type Ends = Pick<Drift, 'from' | 'to'>;
type Compare = (
  report: Report & { readonly session: Speaker },
  found: LinkedDevice | null,
  policy: DriftPolicy,
) => Ends | null;

const COMPARE: Readonly<Record<DriftSignal, Compare>> = {
  device: ({ claim, session }, found, policy) => {
    const home = session.deviceId ?? session.leavesDeviceId ?? null;
    if (home === null || found?.device.id === home) return null;
    // A session that was let onto another device once is no news there (ADR 7), unless none may be anywhere but at home.
    const isGuest = found?.link?.guestSessionId === session.id;
    return isGuest && policy !== 'refuse' ? null : { from: null, to: claim.code };
  },
  system: ({ claim: { osDevice: to } }, found) => {
    const from = ownDevice(found)?.osDevice ?? null;
    // Another spelling is no other system.
    const isOther = from !== null && to !== undefined && from.toLowerCase() !== to.toLowerCase();
    return isOther ? { from, to } : null;
  },
  version: ({ claim: { appVersionNumber: to } }, found) => {
    const from = ownDevice(found)?.appVersionNumber ?? null;
    return from !== null && to !== undefined && isOlder(to, from) ? { from, to } : null;
  },
};

/** What others said of a device that is not linked with this user is nothing that the user said otherwise, nor is it told. */
function ownDevice(found: LinkedDevice | null): LinkedDevice['device'] | null {
  return found?.link ? found.device : null;
}

/** Of versions that both parse (JFW-VER-05). */
function isOlder(claimed: string, known: string): boolean {
  const [left, right] = [parseAppVersion(claimed), parseAppVersion(known)];
  return left !== null && right !== null && compareAppVersions(left, right) < 0;
}
