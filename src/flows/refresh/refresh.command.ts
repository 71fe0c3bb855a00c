import type { KeyPair } from '../../core/auth-keys/session-issuer';
import type { DeviceClaim, DeviceStatusText } from '../../core/devices/device-claim';
import type { UserEntity } from '../../core/users/user.entity';

export interface RefreshCommand {
  readonly refreshKey: string;
  /** Code of the device that asks, from either header. */
  readonly code: string | null;
  readonly claim: DeviceClaim | null;
  readonly at: number;
}

export interface Refreshed {
  readonly user: UserEntity;
  readonly pair: KeyPair;
  readonly outcome: 'rotated' | 'replayed';
  readonly deviceStatus: DeviceStatusText | null;
}
