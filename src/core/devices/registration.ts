import type { ErrorCode } from '../../kernel/errors/catalogue';
import type { Reason } from '../../kernel/errors/reasons';
import type { UserId } from '../../kernel/ids';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import type { DeviceClaim, DeviceStatusText } from './device-claim';
import type { DeviceEntity } from './device.entity';
import type { QuotaOutcome } from './device-quota';
import type { Drift } from './header-drift';
import type { Speaker } from './speaker';
import type { UserDeviceEntity } from './user-device.entity';

export interface RegistrationRequest {
  readonly brand: BrandSnapshot;
  readonly userId: UserId;
  readonly claim: DeviceClaim;
  /** A sign-in revives a revoked link and takes the installation's push token; other requests do not. */
  readonly isSignIn: boolean;
  /** The session that speaks for the device; a sign-in has none yet. */
  readonly session?: Speaker;
  readonly evictDeviceIds?: readonly string[];
}

/** The link could not be made: no room. Unlike a rejected device this does not stop the request (JFW-QUO-07). */
export interface NotLinked {
  readonly status: 'not-linked';
  readonly quota: Exclude<QuotaOutcome, { kind: 'room' }>;
}

export interface Registered {
  readonly status: 'registered' | 'updated' | 'unchanged' | 'token-ignored';
  readonly device: DeviceEntity;
  readonly link: UserDeviceEntity;
}

/** Blocked for everybody, removed from this user, or said to be what the brand does not take without a sign-in. */
export interface Rejected {
  readonly status: 'rejected';
  /** The answer where a caller is demanded. */
  readonly error: Extract<ErrorCode, 'device.rejected' | 'access.denied'>;
  readonly because: Reason;
  readonly drift: Drift | null;
}

export type Registration = Rejected | NotLinked | Registered;

/** As `X-Device-Status` tells it (JFW-DEV-16, JFW-QUO-07). */
export function statusTextOf({ status }: Registration): DeviceStatusText {
  return status === 'not-linked' ? 'rejected' : status;
}
