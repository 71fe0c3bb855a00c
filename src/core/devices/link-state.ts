import type { Reason } from '../../kernel/errors/reasons';
import type { LinkedDevice } from './device.repository';
import type { UserDeviceEntity } from './user-device.entity';

/** Counted and shown: neither Deleted nor left behind by a re-installation (JFW-QUO-02, JFW-TOK-07). */
export function isLiving(link: Pick<UserDeviceEntity, 'deletedAt' | 'supersededAt'>): boolean {
  return link.deletedAt === null && link.supersededAt === null;
}

/** Nobody is on the device for its user, until it is heard of again (JFW-DEV-21, -22). */
export function isAway(link: Pick<UserDeviceEntity, 'loggedOutAt' | 'offlineAt' | 'supersededAt'>): boolean {
  return link.loggedOutAt !== null || link.offlineAt !== null || link.supersededAt !== null;
}

/** Revoked for this user, or not Active for anybody (JFW-DEV-08). */
export function isRejected({ device, link }: LinkedDevice): boolean {
  return device.status !== 'Active' || (link !== null && link.deletedAt !== null);
}

/** Which of the two it is, for the operator. */
export function rejectionOf({ device: { status } }: LinkedDevice): Reason {
  return status === 'Active' ? { reason: 'device-removed' } : { reason: 'device-blocked', facts: { status } };
}
