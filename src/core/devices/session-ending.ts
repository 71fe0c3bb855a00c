import { Injectable } from '@nestjs/common';
import type { BrandId, DeviceId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { SessionEntity } from '../auth-keys/session.entity';
import { type RevokeReason, SessionRepository } from '../auth-keys/session.repository';
import type { Revoke } from '../revocations/revoking-transaction';
import { DeviceRepository } from './device.repository';
import { NO_TOKEN } from './push-tokens';

/** Why sessions end, in which transaction, and when. */
export interface Ending {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly reason: RevokeReason;
  readonly now: number;
}

/**
 * Ends sessions other than by the user's own sign-out. A device on which no session of the user is left is signed out
 * with them: its push token must not stay with somebody who is no longer there (§14 of the contract).
 */
@Injectable()
export class SessionEnding {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly devices: DeviceRepository,
  ) {}

  async end({ store, revoke, reason, now }: Ending, ended: readonly SessionEntity[]): Promise<void> {
    for (const { brandId, id } of ended) {
      await this.sessions.revoke(store, brandId, [id], { reason, at: now });
      await revoke('session', brandId, id);
    }
    for (const { brandId, userId, deviceId } of ended) {
      if (deviceId !== null) await this.leave({ store, revoke, reason, now }, brandId, userId, deviceId);
    }
  }

  /** Ends the oldest sign-ins beyond the brand's quota (SEC-SES-07). */
  async holdQuota(ending: Ending, brandId: BrandId, userId: UserId, quota: number): Promise<void> {
    const live = await this.sessions.listLive(ending.store, brandId, userId, ending.now);
    await this.end(ending, live.slice(quota));
  }

  private async leave(
    { store, revoke, now }: Ending,
    brandId: BrandId,
    userId: UserId,
    deviceId: DeviceId,
  ): Promise<void> {
    const left = await this.sessions.listLiveOnDevice(store, { brandId, userId, deviceId }, now);
    const link = left.length > 0 ? null : await this.devices.findLink(store, { brandId, userId, deviceId });
    if (!link || link.deletedAt !== null) return;
    await this.devices.updateLink(store, link, { ...NO_TOKEN, loggedOutAt: link.loggedOutAt ?? now });
    // Whoever else is signed in on the device may take the push token from here on (JFW-TOK-06).
    await revoke('device', brandId, deviceId);
  }
}
