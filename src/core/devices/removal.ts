import type { DeviceId, SessionId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { SessionSnapshot } from '../auth-keys/session-snapshot';
import type { Revoke } from '../revocations/revoking-transaction';
import type { UserDeviceEntity } from './user-device.entity';

/** The session whose app asks for it. */
export interface Asking {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly deviceId: DeviceId | null;
}

export function askingOf({ sessionId, user, deviceId }: SessionSnapshot): Asking {
  return { id: sessionId, userId: user.id, deviceId };
}

/** The transaction in which somebody leaves a device. */
export interface Removal {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly now: number;
  /** Its own device needs no farewell. */
  readonly asking?: Asking | undefined;
}

/** Whether the app that asks runs on the link's device, for the link's user. */
export function isOwnLink(asking: Asking | undefined, link: UserDeviceEntity): boolean {
  if (asking?.userId !== link.userId) return false;
  return asking.deviceId === link.deviceId || asking.id === link.guestSessionId;
}
