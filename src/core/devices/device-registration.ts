import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import type { Revoke } from '../revocations/revoking-transaction';
import { changesOf, hasChanges, newDevice } from './device-changes';
import type { DeviceClaim } from './device-claim';
import type { DeviceEntity } from './device.entity';
import { DeviceRepository, isRejected } from './device.repository';
import { PushTokens, type TokenChange, tokenHash, type TokenOutcome } from './push-tokens';
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
   * What a request that is no sign-in would come to, without writing: null when there is something to write, so that
   * the caller opens a transaction only then.
   */
  async check(store: Store, request: RegistrationRequest): Promise<Registration | null> {
    const { brandId, userId, claim } = request;
    const found = await this.devices.findLinked(store, brandId, userId, claim.code);
    if (found && isRejected(found)) return REJECTED;
    if (!found?.link) return null;
    const { device, link } = found;
    if (hasChanges(device, claim) || needsRevival(link)) return null;
    if (claim.isTokenFaulty) return { status: 'token-ignored', device, link };
    return claim.token === undefined || holdsToken(link, claim.token) ? { status: 'unchanged', device, link } : null;
  }

  async register(
    store: Store,
    revoke: Revoke,
    request: RegistrationRequest,
    now: number,
  ): Promise<{ registration: Registration; events: AuditEvent[] }> {
    const change: TokenChange = { store, revoke, now, events: [] };
    const { events } = change;
    const { device, isNew: isNewDevice } = await this.ensureDevice(store, request, now);
    if (device.status !== 'Active') return { registration: REJECTED, events };
    const { link, isNew: isNewLink } = await this.ensureLink(store, request, device, now);
    const isRelinked = link.deletedAt !== null;
    if (isRelinked && !request.isSignIn) return { registration: REJECTED, events };
    const hasChanged = await this.applyChanges(change, device, request.claim);
    const isRevived = await this.access(store, link, request, now);
    const token = await this.settleToken(change, link, request);
    const isLinked = isNewLink || isRelinked;
    if (isLinked) events.push(linkedEvent(device, isNewLink));
    const status = statusOf(token, isNewDevice || isLinked, hasChanged || isRevived);
    return { registration: { status, device, link }, events };
  }

  private async ensureDevice(store: Store, request: RegistrationRequest, now: number) {
    const { brandId, userId, claim } = request;
    const found = await this.devices.findLinked(store, brandId, userId, claim.code);
    if (found) return { device: found.device, isNew: false };
    return this.devices.insertDevice(store, newDevice(brandId, userId, claim, now), now);
  }

  private async ensureLink(store: Store, request: RegistrationRequest, device: DeviceEntity, now: number) {
    const { brandId, userId, claim } = request;
    const found = await this.devices.findLinked(store, brandId, userId, claim.code);
    if (found?.link) return { link: found.link, isNew: false };
    const times = { loggedInAt: now, createdAt: now, lastAccessAt: now, signedInAt: request.isSignIn ? now : null };
    return this.devices.insertLink(store, { brandId, userId, deviceId: device.id, ...times });
  }

  private async applyChanges(
    { store, revoke, now }: TokenChange,
    device: DeviceEntity,
    claim: DeviceClaim,
  ): Promise<boolean> {
    if (!hasChanges(device, claim)) return false;
    const changes = { ...changesOf(device, claim), modifiedAt: now };
    await this.devices.updateDevice(store, device, changes);
    Object.assign(device, changes);
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

  private async settleToken(
    change: TokenChange,
    link: UserDeviceEntity,
    { claim, isSignIn }: RegistrationRequest,
  ): Promise<TokenOutcome> {
    const hasInherited = isSignIn && (await this.tokens.inherit(change, link));
    if (claim.isTokenFaulty) return 'refused';
    const outcome = claim.token === undefined ? 'kept' : await this.tokens.present(change, link, claim.token);
    return hasInherited && outcome === 'kept' ? 'taken' : outcome;
  }
}

const REJECTED = { status: 'rejected' } as const;

function statusOf(token: TokenOutcome, isRegistered: boolean, isUpdated: boolean) {
  if (token === 'refused') return 'token-ignored';
  if (isRegistered) return 'registered';
  return isUpdated || token === 'taken' ? 'updated' : 'unchanged';
}

function needsRevival(link: UserDeviceEntity): boolean {
  return link.loggedOutAt !== null || link.supersededAt !== null;
}

function holdsToken(link: UserDeviceEntity, token: string): boolean {
  return link.tokenStatus === 'active' && link.pushTokenHash?.equals(tokenHash(token)) === true;
}

function linkedEvent(device: DeviceEntity, isNew: boolean): AuditEvent {
  return { event: isNew ? 'device.linked' : 'device.relinked', target: { type: 'device', id: device.uid } };
}
