import type { BrandSettings, RateLimit } from '../../core/brands/brand-settings';
import { RECOVERY_TARGET } from '../../core/brands/settings/rate-limits';

/** The counters of JFW-LIM-03 that this version applies; a brand may override each. */
export const BUCKETS = {
  general: { limit: 600, seconds: 60 },
  login: { limit: 30, seconds: 60 },
  loginIdentifier: { limit: 20, seconds: 900 },
  register: { limit: 10, seconds: 3_600 },
  refresh: { limit: 30, seconds: 60 },
  checkKey: { limit: 60, seconds: 60 },
  recovery: { limit: 10, seconds: 3_600 },
  recoveryTarget: RECOVERY_TARGET,
  pushTest: { limit: 1, seconds: 10 },
  introspect: { limit: 1_200, seconds: 60 },
} as const satisfies Record<string, RateLimit>;

export type BucketName = keyof typeof BUCKETS;

export function limitOf(bucket: BucketName, settings: BrandSettings): RateLimit {
  return settings.rateLimits[bucket] ?? BUCKETS[bucket];
}
