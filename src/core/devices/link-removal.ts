import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import { SessionRepository } from '../auth-keys/session.repository';
import type { Revoke } from '../revocations/revoking-transaction';
import { DeviceRepository } from './device.repository';
import { NO_TOKEN } from './push-tokens';
import type { UserDeviceEntity } from './user-device.entity';

/** The transaction a link is removed in. */
export interface Removal {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly now: number;
}

/** Ends a link: it is Deleted, its push token goes, and so do the sessions of its user on the device (JFW-KEY-13, JFW-DEV-19). */
@Injectable()
export class LinkRemoval {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly sessions: SessionRepository,
  ) {}

  /** @returns the audit event, for the caller's trail; it belongs into the same transaction (JFW-AUD-02) */
  async remove(
    { store, revoke, now }: Removal,
    link: UserDeviceEntity,
    event: 'device.revoked' | 'device.evicted',
  ): Promise<AuditEvent> {
    const { brandId, userId, deviceId } = link;
    await this.devices.updateLink(store, link, { ...NO_TOKEN, deletedAt: now });
    const bound = await this.sessions.listLiveOnDevice(store, { brandId, userId, deviceId }, now);
    const ids = bound.map(({ id }) => id);
    await this.sessions.revoke(store, brandId, ids, { reason: 'device', at: now });
    for (const id of ids) await revoke('session', brandId, id);
    await revoke('device', brandId, deviceId);
    return { event, target: { type: 'link', id: `${link.id}` }, details: { sessions: ids.length } };
  }
}
