import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';

export interface LockPolicy {
  /** Consecutive failures; 0 switches the lock off. */
  readonly threshold: number;
  /** Seconds; 0 locks until an administrator unlocks. */
  readonly duration: number;
}

/** Until an administrator unlocks. */
export const FOR_EVER = 8_640_000_000_000_000;

/** Consecutive failed sign-ins of an account, over all dialects (JFW-AUTH-06). */
@Injectable()
export class SignInCounter {
  /**
   * Counts one failure; each full run of `threshold` locks. An unknown account is counted as user 0, so that it costs
   * the same two statements as a known one (SEC-ENU-01).
   */
  async countFailure(
    store: Store,
    brandId: BrandId,
    userId: UserId | null,
    policy: LockPolicy,
    now: number,
  ): Promise<void> {
    const who = [brandId, userId ?? 0];
    await store.query('UPDATE users SET failed_sign_ins = failed_sign_ins + 1 WHERE brand_id = ? AND id = ?', who);
    const until = policy.duration === 0 ? FOR_EVER : now + policy.duration * 1_000;
    await store.query(
      `UPDATE users SET locked_until = ? WHERE brand_id = ? AND id = ? AND ? > 0
         AND failed_sign_ins > 0 AND failed_sign_ins % ? = 0 AND (locked_until IS NULL OR locked_until <= ?)`,
      [until, ...who, policy.threshold, Math.max(1, policy.threshold), now],
    );
  }

  async clear(store: Store, brandId: BrandId, userId: UserId, now: number): Promise<void> {
    await store.query(
      'UPDATE users SET failed_sign_ins = 0, locked_until = NULL, last_login_at = ? WHERE brand_id = ? AND id = ?',
      [now, brandId, userId],
    );
  }

  /** Failures and an automatic lock are forgiven without a sign-in: somebody proved by mail who they are (SEC-RST-03). */
  async forgive(store: Store, brandId: BrandId, userId: UserId): Promise<void> {
    const who = [brandId, userId];
    await store.query('UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE brand_id = ? AND id = ?', who);
  }
}
