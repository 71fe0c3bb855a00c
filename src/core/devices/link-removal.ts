import { Injectable } from '@nestjs/common';
import type { AuditEvent } from '../audit/audit-trail';
import type { FarewellCause } from '../farewells/farewell.entity';
import { SessionRepository } from '../auth-keys/session.repository';
import { DeviceRepository } from './device.repository';
import type { Removal } from './removal';
import { SessionEnding } from './session-ending';
import { TokenDetachment } from './token-detachment';
import type { UserDeviceEntity } from './user-device.entity';

/** Ends a link: it is Deleted, its push token goes, and so do the sessions of its user on the device (JFW-KEY-13, JFW-DEV-19). */
@Injectable()
export class LinkRemoval {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly tokens: TokenDetachment,
  ) {}

  /**
   * @returns the audit event, for the caller's trail; it belongs into the same transaction (JFW-AUD-02). None when the
   * link was gone already
   */
  async remove(
    removal: Removal,
    link: UserDeviceEntity,
    event: 'device.revoked' | 'device.evicted',
    cause: FarewellCause = 'device-removed',
  ): Promise<AuditEvent[]> {
    const { store, revoke, now, asking } = removal;
    const { brandId, userId, deviceId } = link;
    if (!(await this.devices.updateLivingLink(store, link, { deletedAt: now }))) return [];
    await this.tokens.detach(removal, link, cause);
    const bound = await this.sessions.listLiveOnDevice(store, { brandId, userId, deviceId }, now);
    await this.ending.end({ store, revoke, reason: 'device', now, asking }, bound);
    await revoke('device', brandId, deviceId);
    return [{ event, target: { type: 'link', id: `${link.id}` }, details: { sessions: bound.length } }];
  }
}
