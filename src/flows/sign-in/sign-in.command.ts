import type { Actor } from '../../core/audit/actor';
import type { KeyPair } from '../../core/auth-keys/session-issuer';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { DeviceEntity } from '../../core/devices/device.entity';
import type { DeviceClaim, DeviceStatusText } from '../../core/devices/device-claim';
import type { UserEntity } from '../../core/users/user.entity';
import type { IdentifierKind } from '../../core/users/user.repository';
import type { ReleaseClaim } from '../../core/releases/release-claim';

export interface SignInCommand {
  readonly identifier: string;
  readonly kinds: readonly IdentifierKind[];
  readonly password: string;
  /** Code of a second step, where one is asked for (JFW-AUTH-14, -16); else it is ignored. */
  readonly otp?: string;
  /** Null when the request names no usable device; `wasIgnored` when it tried to. */
  readonly claim: DeviceClaim | null;
  readonly wasClaimIgnored: boolean;
  /** What the app says it is, with a usable device or without; absent where no app speaks. */
  readonly release?: ReleaseClaim;
  /** Public ids of devices to sign out when there is no room for this one (JFW-QUO-06). */
  readonly evictDeviceIds: readonly string[];
  readonly dialect: string;
  readonly at: number;
  /** Aborts when the caller has gone, so that nobody hashes for them. */
  readonly signal?: AbortSignal;
}

/** Somebody whose password was right. */
export interface Proven {
  readonly actor: Actor;
  readonly brand: BrandSnapshot;
  readonly user: UserEntity;
  readonly command: SignInCommand;
}

export interface SignedIn {
  readonly user: UserEntity;
  readonly pair: KeyPair;
  readonly deviceStatus: DeviceStatusText | null;
  /** The device that the session lives on. */
  readonly device: DeviceEntity | null;
}
