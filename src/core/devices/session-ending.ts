import { Injectable } from '@nestjs/common';
import type { BrandId, SessionId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { FarewellCause } from '../farewells/farewell.entity';
import type { SessionEntity } from '../auth-keys/session.entity';
import { type RevokeReason, SessionRepository } from '../auth-keys/session.repository';
import { DeviceRepository } from './device.repository';
import type { Removal } from './removal';
import { TokenDetachment } from './token-detachment';
import type { UserDeviceEntity } from './user-device.entity';

/** Why sessions end, in which transaction, and when. */
export interface Ending extends Removal {
  readonly reason: RevokeReason;
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
    private readonly tokens: TokenDetachment,
  ) {}

  /** @returns those that this call ended; others were faster with the rest */
  async end(
    { store, revoke, reason, now, asking }: Ending,
    sessions: readonly SessionEntity[],
  ): Promise<readonly SessionEntity[]> {
    const ended: SessionEntity[] = [];
    for (const session of sessions) {
      const { brandId, id } = session;
      if ((await this.sessions.revoke(store, brandId, [id], { reason, at: now })) === 0) continue;
      ended.push(session);
      await revoke('session', brandId, id);
    }
    const cause = reason === 'deleted' ? 'user-removed' : 'session-ended';
    for (const session of ended) await this.leaveDevices({ store, revoke, now, asking }, session, cause);
    return ended;
  }

  /** Ends the oldest sign-ins beyond the brand's quota (SEC-SES-07). */
  async holdQuota(ending: Ending, brandId: BrandId, userId: UserId, quota: number): Promise<void> {
    const live = await this.sessions.listLive(ending.store, brandId, userId, ending.now);
    await this.end(ending, live.slice(quota));
  }

  /**
   * Signs the devices out that a session spoke for, unless another one of the user still does.
   * @param cause what their apps are told; null where nobody but the app itself ended it, or time did
   */
  async leaveDevices(leaving: Removal, session: SessionEntity, cause: FarewellCause | null): Promise<void> {
    const { brandId, userId, deviceId } = session;
    const bound = deviceId === null ? null : await this.devices.findLink(leaving.store, { brandId, userId, deviceId });
    const guests = await this.devices.listGuestLinks(leaving.store, session);
    for (const link of bound ? [bound, ...guests] : guests) await this.leave(leaving, link, cause);
  }

  /** As `leaveDevices`, for a session that an eviction may just have ended. */
  async leaveIfEnded(leaving: Removal, brandId: BrandId, id: SessionId): Promise<void> {
    const session = await this.sessions.findById(leaving.store, brandId, id);
    if (session && session.revokedAt !== null) await this.leaveDevices(leaving, session, 'session-ended');
  }

  private async leave(leaving: Removal, link: UserDeviceEntity, cause: FarewellCause | null): Promise<void> {
    const { store, revoke, now } = leaving;
    if (link.deletedAt !== null || (await this.isSpokenFor(store, link, now))) return;
    await this.devices.updateLink(store, link, { loggedOutAt: link.loggedOutAt ?? now });
    await this.tokens.detach(leaving, link, cause);
    // Whoever else is signed in on the device may take the push token from here on (JFW-TOK-06).
    await revoke('device', link.brandId, link.deviceId);
  }

  private async isSpokenFor(store: Store, link: UserDeviceEntity, now: number): Promise<boolean> {
    const live = await this.sessions.listLive(store, link.brandId, link.userId, now);
    return live.some(({ id, deviceId }) => deviceId === link.deviceId || id === link.guestSessionId);
  }
}
