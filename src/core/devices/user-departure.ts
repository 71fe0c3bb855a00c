import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { AuditEvent } from '../audit/audit-trail';
import { SessionRepository } from '../auth-keys/session.repository';
import { DeviceRepository } from './device.repository';
import { LinkRemoval } from './link-removal';
import type { Removal } from './removal';
import { SessionEnding } from './session-ending';

/** A user leaves the brand: every session ends and every link is Deleted, without its push token (JFW-USR-07). */
@Injectable()
export class UserDeparture {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly devices: DeviceRepository,
    private readonly removal: LinkRemoval,
  ) {}

  /**
   * For who holds the user's row.
   * @returns the audit events of the links, for the caller's trail
   */
  async leaveEverything(
    removal: Removal,
    user: { readonly brandId: BrandId; readonly id: UserId },
  ): Promise<AuditEvent[]> {
    const { store, now } = removal;
    // Sessions first: whoever registers a device for one of them has committed by then, or finds it ended.
    const live = await this.sessions.listLive(store, user.brandId, user.id, now);
    await this.ending.end({ ...removal, reason: 'deleted' }, live);
    const events: AuditEvent[] = [];
    for (const { link } of await this.devices.listOfUser(store, user.brandId, user.id)) {
      events.push(...(await this.removal.remove(removal, link, 'device.revoked', 'user-removed')));
    }
    return events;
  }
}
