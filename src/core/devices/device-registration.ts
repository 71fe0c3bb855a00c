import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import { parseAppVersion } from '../../kernel/text/app-version';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import type { Revoke } from '../revocations/revoking-transaction';
import type { DeviceClaim } from './device-claim';
import type { DeviceEntity } from './device.entity';
import { DeviceRepository, isRejected, type NewDevice } from './device.repository';
import { PushTokens, tokenHash } from './push-tokens';
import type { UserDeviceEntity } from './user-device.entity';

export interface RegistrationRequest {
  readonly brandId: BrandId;
  readonly userId: UserId;
  readonly claim: DeviceClaim;
  /** A sign-in revives a revoked link and takes the installation's push token; other requests do not. */
  readonly isSignIn: boolean;
}

export type Registration =
  | { readonly status: 'rejected' }
  | {
      readonly status: 'registered' | 'updated' | 'unchanged' | 'token-ignored';
      readonly device: DeviceEntity;
      readonly link: UserDeviceEntity;
    };

/** Upserts the device and the user's link with it, in the caller's transaction (§13, §14 of the contract). */
@Injectable()
export class DeviceRegistration {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly tokens: PushTokens,
  ) {}

  /**
   * What a request that is no sign-in would change, without writing: null when there is something to write, so that
   * the caller opens a transaction only then.
   */
  async check(store: Store, request: RegistrationRequest): Promise<Registration | null> {
    const found = await this.devices.findLinked(store, request.brandId, request.userId, request.claim.code);
    if (!found?.link) return found && found.device.status !== 'Active' ? { status: 'rejected' } : null;
    if (isRejected(found)) return { status: 'rejected' };
    const { device, link } = found;
    if (Object.keys(changesOf(device, request.claim)).length > 0 || needsRevival(link)) return null;
    if (request.claim.isTokenFaulty) return { status: 'token-ignored', device, link };
    const { token } = request.claim;
    const isTokenHeld =
      token === undefined || (link.tokenStatus === 'active' && link.pushTokenHash?.equals(tokenHash(token)) === true);
    return isTokenHeld ? { status: 'unchanged', device, link } : null;
  }

  async register(
    store: Store,
    revoke: Revoke,
    request: RegistrationRequest,
    now: number,
  ): Promise<{ registration: Registration; events: AuditEvent[] }> {
    const events: AuditEvent[] = [];
    const { device, isNew: isNewDevice } = await this.ensureDevice(store, request, now);
    if (device.status !== 'Active') return { registration: { status: 'rejected' }, events };
    const { link, isNew: isNewLink } = await this.ensureLink(store, request, device, now);
    if (link.deletedAt !== null && !request.isSignIn) return { registration: { status: 'rejected' }, events };
    const isRelinked = link.deletedAt !== null;
    const hasChanges = !isNewDevice && (await this.applyChanges(store, revoke, device, request.claim, now));
    const isRevived = await this.access(store, link, request, now);
    const change = { store, revoke, now, events };
    const hasInherited = request.isSignIn && (await this.tokens.inherit(change, link));
    const { token, isTokenFaulty } = request.claim;
    const outcome = token === undefined ? 'kept' : await this.tokens.present(change, link, token);
    if (isNewLink || isRelinked) {
      events.push({
        event: isNewLink ? 'device.linked' : 'device.relinked',
        target: { type: 'device', id: device.uid },
      });
    }
    const status = statusOf({
      isTokenIgnored: isTokenFaulty || outcome === 'refused',
      isRegistered: isNewDevice || isNewLink || isRelinked,
      isUpdated: hasChanges || isRevived || hasInherited || outcome === 'taken',
    });
    return { registration: { status, device, link }, events };
  }

  private async ensureDevice(store: Store, request: RegistrationRequest, now: number) {
    const { brandId, userId, claim } = request;
    const found = await this.devices.findLinked(store, brandId, userId, claim.code);
    return found
      ? { device: found.device, isNew: false }
      : this.devices.insertDevice(store, draftOf(request, now), now);
  }

  private async ensureLink(store: Store, request: RegistrationRequest, device: DeviceEntity, now: number) {
    const { brandId, userId, claim } = request;
    const found = await this.devices.findLinked(store, brandId, userId, claim.code);
    if (found?.link) return { link: found.link, isNew: false };
    const times = { loggedInAt: now, createdAt: now, lastAccessAt: now, signedInAt: request.isSignIn ? now : null };
    return this.devices.insertLink(store, { brandId, userId, deviceId: device.id, ...times });
  }

  private async applyChanges(
    store: Store,
    revoke: Revoke,
    device: DeviceEntity,
    claim: DeviceClaim,
    now: number,
  ): Promise<boolean> {
    const changes = changesOf(device, claim);
    if (Object.keys(changes).length === 0) return false;
    await this.devices.updateDevice(store, device, { ...changes, modifiedAt: now });
    Object.assign(device, changes, { modifiedAt: now });
    // Other sessions remember that their headers change nothing here; now they would.
    await revoke('device', device.brandId, device.id);
    return true;
  }

  /** Notes the access on the link; true when it brought the link back to life. */
  private async access(
    store: Store,
    link: UserDeviceEntity,
    request: RegistrationRequest,
    now: number,
  ): Promise<boolean> {
    const isRevived = needsRevival(link);
    if (!request.isSignIn && !isRevived) return false;
    const changes: Partial<UserDeviceEntity> = {
      lastAccessAt: now,
      loggedOutAt: null,
      supersededAt: null,
      ...(request.isSignIn ? { loggedInAt: now, signedInAt: now, deletedAt: null } : {}),
    };
    await this.devices.updateLink(store, link, changes);
    Object.assign(link, changes);
    return isRevived;
  }
}

function needsRevival(link: UserDeviceEntity): boolean {
  return link.loggedOutAt !== null || link.supersededAt !== null;
}

function statusOf(outcome: {
  readonly isTokenIgnored: boolean;
  readonly isRegistered: boolean;
  readonly isUpdated: boolean;
}): Exclude<Registration['status'], 'rejected'> {
  if (outcome.isTokenIgnored) return 'token-ignored';
  if (outcome.isRegistered) return 'registered';
  return outcome.isUpdated ? 'updated' : 'unchanged';
}

/** The claimed attributes that differ from the row. */
function changesOf(device: DeviceEntity, claim: DeviceClaim): Partial<DeviceEntity> {
  const changes: Partial<DeviceEntity> = {};
  if (claim.name !== undefined && claim.name !== device.name) changes.name = claim.name;
  if (claim.osDevice !== undefined && claim.osDevice !== device.osDevice) changes.osDevice = claim.osDevice;
  if (claim.appVersionNumber !== undefined && claim.appVersionNumber !== device.appVersionNumber) {
    changes.appVersionNumber = claim.appVersionNumber;
    changes.appVersionFlag = flagOf(claim.appVersionNumber);
  }
  return changes;
}

/** JFW-VER-06. */
function flagOf(version: string): 'Unparseable' | null {
  return parseAppVersion(version) === null ? 'Unparseable' : null;
}

function draftOf({ brandId, userId, claim }: RegistrationRequest, now: number): Omit<NewDevice, 'uid'> {
  const isMobile = claim.osDevice === 'iOS' || claim.osDevice === 'Android';
  return {
    brandId,
    code: claim.code,
    type: isMobile ? 'Mobile' : 'Unspecified',
    name: claim.name ?? claim.osDevice ?? 'Unknown',
    osDevice: claim.osDevice ?? null,
    appVersionNumber: claim.appVersionNumber ?? null,
    appVersionFlag: claim.appVersionNumber === undefined ? null : flagOf(claim.appVersionNumber),
    isMobileApp: isMobile,
    isDefault: false,
    testMode: false,
    status: 'Active',
    createdBy: userId,
    ...{ avatarUrl: null, tags: null, countryCode: null, phoneNumber: null },
    ...{ iccid: null, imsi: null, imei: null, simCardInfo: null },
    epoch: 0,
    createdAt: now,
    modifiedAt: now,
  };
}
