import type { BrandId, UserId } from '../../kernel/ids';
import { counterKey } from '../../kernel/secrets/part-text';

/** A counter by its key, and how much it lets through in what time. */
export interface Budget {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Consecutive failures after which a password alone no longer signs in from an unknown device (SEC-BF, "hard stop"). */
export const HARD_STOP = 100;

const QUARTER_HOUR_MS = 900_000;
const HOUR_MS = 3_600_000;

/** All spellings, dialects, password and second factor of one account together; silent when it is spent (SEC-BF). */
export function accountBudget(brandId: BrandId, userId: UserId | null): Budget {
  return { key: counterKey('account', brandId, userId ?? 0), limit: 20, windowMs: QUARTER_HOUR_MS };
}

/** A known device's own, so that failures from elsewhere do not use it up (SEC-BF-03). */
export function knownDeviceBudget(brandId: BrandId, userId: UserId | null, code: string): Budget {
  return { key: counterKey('known-device', brandId, userId ?? 0, code), limit: 5, windowMs: QUARTER_HOUR_MS };
}

/** Codes typed for one account, over all challenges, so that a new one buys no new tries; silent (SEC-BF, SEC-MFA-04). */
export function codeBudget(brandId: BrandId, userId: UserId): Budget {
  return { key: counterKey('code', brandId, userId), limit: 10, windowMs: HOUR_MS };
}

/** Codes that are mailed for sign-ins to one account; past it the last one stands. */
export function codeMailBudget(brandId: BrandId, userId: UserId): Budget {
  return { key: counterKey('code-mail', brandId, userId), limit: 3, windowMs: QUARTER_HOUR_MS };
}
