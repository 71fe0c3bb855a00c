import { compareAppVersions, parseAppVersion } from '../../kernel/text/app-version';
import type { AppVersionPolicy } from './settings/app-version-policies';
import { isInRange, parseVersionRange, type VersionRange } from './settings/version-range';

/** What a brand says to a version of its app. */
export interface VersionVerdict {
  /** `blocked`: refused. `counted`: would be, were the policy not in its trial. `recommended`: a newer one is. */
  readonly kind: 'current' | 'recommended' | 'counted' | 'blocked';
  readonly policy: AppVersionPolicy;
  /** Whether the app is to be told of a newer version: a trial refuses nobody, and silences nothing. */
  readonly recommends: boolean;
}

interface CompiledPolicy {
  readonly policy: AppVersionPolicy;
  readonly os: string;
  readonly minimum: readonly bigint[] | null;
  readonly recommended: readonly bigint[] | null;
  readonly blocked: readonly VersionRange[];
  /** Epoch ms; 0: at once. */
  readonly startsAt: number;
}

const MAX_REMEMBERED = 1_000;

/**
 * The policies of a brand, ready to judge by (§16 of the native contract). Texts that were judged are remembered: a
 * brand's apps send the same few again and again.
 */
export class VersionGate {
  private static readonly gates = new WeakMap<readonly AppVersionPolicy[], VersionGate>();
  private readonly compiled: readonly CompiledPolicy[];
  private readonly hasRoutes: boolean;
  private readonly remembered = new Map<string, readonly bigint[] | null>();

  private constructor(policies: readonly AppVersionPolicy[]) {
    this.compiled = policies.map((policy) => compile(policy));
    this.hasRoutes = policies.some(({ routes }) => routes.length > 0);
  }

  static of(policies: readonly AppVersionPolicy[]): VersionGate {
    let gate = VersionGate.gates.get(policies);
    if (gate === undefined) {
      gate = new VersionGate(policies);
      VersionGate.gates.set(policies, gate);
    }
    return gate;
  }

  /** Null where no policy is about the system and path, or the version does not parse: then it passes (JFW-VER-02, -06). */
  judge(os: string, version: string, path: string, now: number): VersionVerdict | null {
    const found = this.find(os.trim().toLowerCase(), path);
    if (found === null) return null;
    const numbers = this.parse(version);
    return numbers === null ? null : verdictOf(found, numbers, now);
  }

  private find(os: string, path: string): CompiledPolicy | null {
    if (!this.hasRoutes) return this.compiled.find((policy) => policy.os === os) ?? null;
    let best: CompiledPolicy | null = null;
    let length = -1;
    for (const candidate of this.compiled) {
      const reach = candidate.os === os ? reachOf(candidate.policy.routes, path) : -1;
      if (reach > length) [best, length] = [candidate, reach];
    }
    return best;
  }

  private parse(version: string): readonly bigint[] | null {
    const known = this.remembered.get(version);
    if (known !== undefined) return known;
    const numbers = parseAppVersion(version);
    if (this.remembered.size < MAX_REMEMBERED) this.remembered.set(version, numbers);
    return numbers;
  }
}

function compile(policy: AppVersionPolicy): CompiledPolicy {
  const { osDevice, minimumVersion, recommendedVersion, blockedVersions, startsAt } = policy;
  return {
    policy,
    os: osDevice.trim().toLowerCase(),
    minimum: parseAppVersion(minimumVersion ?? ''),
    recommended: parseAppVersion(recommendedVersion ?? ''),
    blocked: blockedVersions.map((range) => parseVersionRange(range)).filter((range) => range !== null),
    startsAt: startsAt === null ? 0 : Date.parse(startsAt),
  };
}

function verdictOf(compiled: CompiledPolicy, version: readonly bigint[], now: number): VersionVerdict {
  const { policy, minimum, recommended, blocked, startsAt } = compiled;
  const isOld = isBelow(version, recommended);
  if (!isBelow(version, minimum) && !blocked.some((range) => isInRange(version, range))) {
    return { kind: isOld ? 'recommended' : 'current', policy, recommends: isOld };
  }
  if (policy.mode === 'count') return { kind: 'counted', policy, recommends: isOld };
  const isEarly = now < startsAt;
  return { kind: isEarly ? 'recommended' : 'blocked', policy, recommends: isEarly };
}

function isBelow(version: readonly bigint[], bound: readonly bigint[] | null): boolean {
  return bound !== null && compareAppVersions(version, bound) < 0;
}

/** Length of the longest route that the path begins with, in whole segments and without case; 0 for "every path", -1 for none. */
function reachOf(routes: readonly string[], path: string): number {
  if (routes.length === 0) return 0;
  let reach = -1;
  for (const route of routes) {
    const isBeginning = path.slice(0, route.length).toLowerCase() === route.toLowerCase();
    const next = path[route.length];
    const isWhole = route.endsWith('/') || next === undefined || next === '/' || next === '?';
    if (isBeginning && isWhole && route.length > reach) reach = route.length;
  }
  return reach;
}
