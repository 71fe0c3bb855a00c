import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { SessionId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import { SessionRepository } from '../auth-keys/session.repository';
import type { Revoke } from '../revocations/revoking-transaction';
import { changesOf, hasChanges, newDevice } from './device-changes';
import type { DeviceClaim } from './device-claim';
import type { DeviceEntity } from './device.entity';
import { DeviceQuota } from './device-quota';
import { DeviceRepository, type LinkedDevice } from './device.repository';
import { DriftRecord } from './drift-record';
import { type Drift, driftReason, judgeDrift } from './header-drift';
import { isAway, isLiving, isRejected, rejectionOf } from './link-state';
import { isFlapping, PushTokens, type TokenChange, tokenHash, type TokenOutcome } from './push-tokens';
import type { Registration, RegistrationRequest, Rejected } from './registration';
import { SessionEnding } from './session-ending';
import type { UserDeviceEntity } from './user-device.entity';

/** Upserts the device and the user's link with it, in the caller's transaction (§13, §14 of the contract). */
@Injectable()
export class DeviceRegistration {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly tokens: PushTokens,
    private readonly quota: DeviceQuota,
    private readonly ending: SessionEnding,
    private readonly sessions: SessionRepository,
    private readonly drift: DriftRecord,
  ) {}

  /**
   * What a request that is no sign-in would come to, without writing: `changed` when there is something to write, so that
   * the caller opens a transaction only then; `new` when the user has no link with the device yet.
   */
  async check(store: Store, request: RegistrationRequest, now: number): Promise<Registration | 'changed' | 'new'> {
    const { brand, userId, claim } = request;
    const found = await this.devices.findLinked(store, brand.id, userId, claim.code);
    const { rejection } = judge(request, found, now);
    if (rejection) return rejection;
    if (!found?.link) return 'new';
    const { device, link } = found;
    const isKnownGuest = guestOf(request, link) === link.guestSessionId;
    if (hasChanges(device, claim) || needsRevival(link) || !isKnownGuest) return 'changed';
    if (claim.isTokenFaulty) return { status: 'token-ignored', device, link };
    const status = claim.token === undefined ? 'unchanged' : statusOfToken(link, claim.token, now);
    return status === 'changed' ? 'changed' : { status, device, link };
  }

  async register(
    store: Store,
    revoke: Revoke,
    request: RegistrationRequest,
    now: number,
  ): Promise<{ registration: Registration; events: AuditEvent[] }> {
    const change: TokenChange = { store, revoke, now, events: [] };
    const { events } = change;
    await this.requireAlive(store, request, now);
    const found = await this.findLocked(store, request);
    const { rejection, drifts } = judge(request, found, now);
    if (rejection) return { registration: rejection, events };
    if (needsRoom(found)) {
      const { brand, userId, evictDeviceIds = [] } = request;
      const whose = { brandId: brand.id, userId, settings: brand.settings };
      const room = await this.quota.makeRoom(change, { ...whose, evictDeviceIds });
      if (room.kind !== 'room') return { registration: { status: 'not-linked', quota: room }, events };
      events.push(...room.events);
    }
    const { device, link, isLinked } = await this.ensure(store, request, found, now);
    if (isLinked) events.push(linkedEvent(device, found?.link ?? null));
    events.push(...(await this.drift.note(store, request, drifts, device, now)));
    const hasChanged = await this.applyChanges(change, device, request.claim);
    const isRevived = await this.access(store, link, request, now);
    const token = await this.settleToken(change, link, request);
    await this.leaveIfEvicted(change, request);
    const status = statusOf(token, isLinked, hasChanged || isRevived);
    return { registration: { status, device, link }, events };
  }

  /** A sign-out and a report of the same session meet in its row: no device is registered for somebody who left. */
  private async requireAlive(store: Store, { brand, session }: RegistrationRequest, now: number): Promise<void> {
    if (!session || (await this.sessions.lockAlive(store, brand.id, session.id, now))) return;
    throw new BrandgateError('auth-key.invalid', { reason: 'credentials-changed' });
  }

  /** Where a link begins or comes back, the user's requests take turns and the last word is read again (JFW-QUO-04). */
  private async findLocked(store: Store, request: RegistrationRequest): Promise<LinkedDevice | null> {
    const { userId, claim } = request;
    const brandId = request.brand.id;
    const found = await this.devices.findLinked(store, brandId, userId, claim.code);
    if (!needsRoom(found)) return found;
    await this.quota.lock(store, { brandId, userId });
    return this.devices.findLinked(store, brandId, userId, claim.code);
  }

  /** The device's row and the user's link, made where they are missing. `isLinked`: the link begins, or begins again. */
  private async ensure(store: Store, request: RegistrationRequest, found: LinkedDevice | null, now: number) {
    const { userId, claim, isSignIn } = request;
    const brandId = request.brand.id;
    const device =
      found?.device ?? (await this.devices.insertDevice(store, newDevice(brandId, userId, claim, now), now));
    if (found?.link) return { device, link: found.link, isLinked: found.link.deletedAt !== null };
    const times = { loggedInAt: now, createdAt: now, lastAccessAt: now, signedInAt: isSignIn ? now : null };
    const link = await this.devices.insertLink(store, { brandId, userId, deviceId: device.id, ...times });
    return { device, link, isLinked: true };
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
    const guest = guestOf(request, link);
    if (guest !== link.guestSessionId) await this.devices.updateLink(store, link, { guestSessionId: guest });
    if (!request.isSignIn && !isRevived) return false;
    const changes: Partial<UserDeviceEntity> = {
      lastAccessAt: now,
      loggedOutAt: null,
      supersededAt: null,
      offlineAt: null,
      ...(link.tokenStatus === 'stale' ? { tokenStatus: 'active' } : {}),
      ...(request.isSignIn ? { loggedInAt: now, signedInAt: now, deletedAt: null } : {}),
    };
    await this.devices.updateLink(store, link, changes);
    Object.assign(link, changes);
    return isRevived;
  }

  /** The device that made room may have been the one that the session lives on: then nobody is signed in here either. */
  private async leaveIfEvicted(change: TokenChange, { brand, session }: RegistrationRequest): Promise<void> {
    const hasEvicted = change.events.some(({ event }) => event === 'device.evicted');
    if (hasEvicted && session) await this.ending.leaveIfEnded(change, brand.id, session.id);
  }

  private async settleToken(
    change: TokenChange,
    link: UserDeviceEntity,
    { claim, isSignIn }: RegistrationRequest,
  ): Promise<TokenOutcome> {
    const inherited = isSignIn ? await this.tokens.inherit(change, link) : 'kept';
    if (claim.isTokenFaulty) return 'refused';
    if (claim.token === undefined) return inherited;
    const presented = await this.tokens.present(change, link, claim.token, claim.tokenKind);
    return presented === 'kept' ? inherited : presented;
  }
}

/** Whether anything may be registered, and what of it the brand wants to know. */
function judge(
  request: RegistrationRequest,
  found: LinkedDevice | null,
  now: number,
): { readonly rejection: Rejected | null; readonly drifts: readonly Drift[] } {
  if (found && isBarred(found, request.isSignIn)) {
    const rejection = {
      status: 'rejected',
      error: 'device.rejected',
      because: rejectionOf(found),
      drift: null,
    } as const;
    return { rejection, drifts: [] };
  }
  const { barring, drifts } = judgeDrift(request, found, now);
  if (barring === null) return { rejection: null, drifts };
  const because = driftReason(barring);
  return { rejection: { status: 'rejected', error: 'access.denied', because, drift: barring }, drifts };
}

function statusOf(token: TokenOutcome, isLinked: boolean, isUpdated: boolean) {
  if (token === 'refused') return 'token-ignored';
  if (isLinked) return 'registered';
  return isUpdated || token === 'taken' ? 'updated' : 'unchanged';
}

/** A sign-in brings a revoked link back (JFW-DEV-09), so that for it the device alone counts. */
function isBarred({ device, link }: LinkedDevice, isSignIn: boolean): boolean {
  return isRejected({ device, link: isSignIn ? null : link });
}

/** Whether one more link of the user comes to life (JFW-QUO-02, JFW-TOK-07). */
function needsRoom(found: LinkedDevice | null): boolean {
  return !found?.link || !isLiving(found.link);
}

/** The guest that the link has from now on: a session that speaks for a device without being bound to it. */
function guestOf({ session }: RegistrationRequest, link: UserDeviceEntity): SessionId | null {
  if (session === undefined) return link.guestSessionId;
  const isBound = session.deviceId === null || session.deviceId === link.deviceId;
  // The one that is bound here is no guest any more; whoever else is one stays it.
  if (isBound) return link.guestSessionId === session.id ? null : link.guestSessionId;
  return session.id;
}

function needsRevival(link: UserDeviceEntity): boolean {
  // A contact makes a stale token active again, also one that does not name it (JFW-TOK-12).
  return isAway(link) || link.tokenStatus === 'stale';
}

/** What presenting the token would come to. */
function statusOfToken(link: UserDeviceEntity, token: string, now: number): 'changed' | 'unchanged' | 'token-ignored' {
  if (!link.pushTokenHash?.equals(tokenHash(token))) return 'changed';
  if (isFlapping(link, now)) return 'token-ignored';
  return link.tokenStatus === 'active' ? 'unchanged' : 'changed';
}

/** A link begins, or begins again. */
export function linkedEvent(device: DeviceEntity, earlier: UserDeviceEntity | null): AuditEvent {
  const event = earlier === null ? 'device.linked' : 'device.relinked';
  return { event, target: { type: 'device', id: device.uid } };
}
