import type { BrandId, DeviceId, SessionId } from '../../kernel/ids';
import { permissionsOf } from '../roles/access-evaluator';
import { type HeldRole, userTypeOf } from '../roles/role.repository';
import type { Permission, UserType } from '../roles/permission';
import type { UserEntity } from '../users/user.entity';
import type { KeyOwner } from './auth-key.repository';
import type { SessionScope } from './session.entity';

/** What a request may know of the user: the row without what belongs to credentials. */
export type SnapshotUser = Omit<
  UserEntity,
  'passwordHash' | 'passwordChangedAt' | 'credentialVersion' | 'epoch' | 'failedSignIns'
>;

/** The outcome of the last registration, with the header texts that led to it: the same texts change nothing. */
export interface KnownRegistration {
  readonly code: string | undefined;
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly os: string | undefined;
  readonly deviceId: DeviceId;
  readonly linkId: number;
  /** What the device last said that it is, in headers of this request or of one before. */
  readonly release: { readonly os: string | undefined; readonly version: string | undefined };
  readonly presenceIntervalMs: number;
  /** Moves on with each access that is written down. */
  lastAccessAt: number;
  /** Days since the epoch (UTC): the last one on which the device was counted as active. */
  activeDay: number;
}

/**
 * A verified Auth Key and all it stands for, as one warm request needs it. Never changed but for the members that say
 * what was last written down.
 */
export interface SessionSnapshot {
  readonly keyId: number;
  readonly issuedAt: number;
  readonly keyExpiresAt: number;
  readonly sessionId: SessionId;
  readonly sessionUid: string;
  readonly brandId: BrandId;
  readonly user: SnapshotUser;
  readonly roles: readonly HeldRole[];
  readonly type: UserType;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: SessionScope;
  readonly aal: number;
  readonly authAt: number;
  readonly createdAt: number;
  /** Key of the session's own request counter. */
  readonly rateKey: string;
  deviceId: DeviceId | null;
  isFirstUseWritten: boolean;
  lastUsedAt: number;
  registration: KnownRegistration | null;
}

export function buildSnapshot(owner: KeyOwner, roles: readonly HeldRole[]): SessionSnapshot {
  const { key, session } = owner;
  const { passwordHash, passwordChangedAt, credentialVersion, epoch, failedSignIns, ...user } = owner.user;
  return {
    keyId: key.id,
    issuedAt: key.issuedAt,
    keyExpiresAt: Math.min(key.expiresAt, session.expiresAt),
    sessionId: session.id,
    sessionUid: session.uid,
    brandId: session.brandId,
    user,
    roles,
    type: userTypeOf(roles),
    permissions: permissionsOf(roles),
    scope: session.scope,
    aal: session.aal,
    authAt: session.authAt,
    createdAt: session.createdAt,
    rateKey: `session:${session.uid}`,
    deviceId: session.deviceId,
    isFirstUseWritten: key.firstUsedAt !== null,
    lastUsedAt: key.lastUsedAt ?? 0,
    registration: null,
  };
}
