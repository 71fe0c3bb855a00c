import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { SessionSnapshots } from '../../core/auth-keys/session-snapshots';
import type { DeviceClaim } from '../../core/devices/device-claim';
import { DeviceRegistration, type Registration } from '../../core/devices/device-registration';
import { Presence } from '../../core/devices/presence';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';
import type { DeviceHeaders } from '../arrival';
import { claimOf, hasDeviceHeader, requireConsistentCode } from '../device-headers';
import type { Step } from '../gate';
import type { Passage } from '../passage';

/** Keeps the caller's device current from the headers of any authenticated request (§13 of the native contract). */
@Injectable()
export class RegisterDevice implements Step {
  readonly name = 'register-device';

  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly registration: DeviceRegistration,
    private readonly sessions: SessionRepository,
    private readonly snapshots: SessionSnapshots,
    private readonly presence: Presence,
    private readonly audit: AuditTrail,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { session, requirement, arrival } = passage;
    if (session === null || requirement.registersDevice === false || passage.keyDigest === null) return;
    const { device } = arrival;
    if (device.code === undefined && !hasDeviceHeader(device)) return;
    if (session.registration !== null && isSame(session.registration, device)) {
      this.notePresence(passage, session);
      return;
    }
    requireConsistentCode(device, passage.brandOrThrow.settings.strictDeviceHeaders);
    const claim = claimOf(device, arrival.repeated.includes('device-code'));
    if (claim === null) {
      passage.deviceStatus = 'ignored';
      return;
    }
    return this.registerCold(passage, session, claim);
  }

  private notePresence(passage: Passage, { registration, brandId }: SessionSnapshot): void {
    passage.deviceStatus = 'unchanged';
    if (registration === null || passage.at - registration.lastAccessAt < registration.presenceIntervalMs) return;
    registration.lastAccessAt = passage.at;
    this.presence.touchLink(brandId, registration.linkId, passage.at);
  }

  private async registerCold(passage: Passage, session: SessionSnapshot, claim: DeviceClaim): Promise<void> {
    const request = { brandId: session.brandId, userId: session.user.id, claim, isSignIn: false };
    let result: Registration;
    try {
      const isBound = session.deviceId !== null;
      const checked = await this.registration.check(this.database.store, request);
      const isDone = checked !== null && (checked.status === 'rejected' || isBound);
      result = isDone ? checked : await this.write(passage, session, claim);
    } catch {
      // Registration is a service to the client; its failure does not take the request down (JFW-DEV-06).
      passage.deviceStatus = 'failed';
      return;
    }
    passage.deviceStatus = result.status;
    if (result.status !== 'rejected') this.remember(passage, session, result);
    // On a K? endpoint the request goes on (JFW-DEV-08).
    else if (passage.requirement.level === 'user') throw new BrandgateError('device.rejected');
  }

  private async write(passage: Passage, session: SessionSnapshot, claim: DeviceClaim): Promise<Registration> {
    const { brandId, user, sessionId } = session;
    const request = { brandId, userId: user.id, claim, isSignIn: false };
    return this.transaction.run(async (store, revoke) => {
      const { registration, events } = await this.registration.register(store, revoke, request, passage.at);
      if (registration.status === 'rejected') return registration;
      if (await this.sessions.bindFirstDevice(store, brandId, sessionId, registration.device.id)) {
        await revoke('session', brandId, sessionId);
      }
      await this.audit.record(store, passage.auditOrigin, ...events);
      return registration;
    });
  }

  /** Only what went through whole is remembered; a refused token is judged anew each time (JFW-TOK-06). */
  private remember(
    { arrival, keyDigest, brandOrThrow, at }: Passage,
    session: SessionSnapshot,
    result: Exclude<Registration, { status: 'rejected' }>,
  ): void {
    if (result.status === 'token-ignored' || keyDigest === null) return;
    const presenceIntervalMs = brandOrThrow.settings.presenceInterval * 1_000;
    const { code, token, name, version, os } = arrival.device;
    this.snapshots.setRegistration(keyDigest, session, {
      ...{ code, token, name, version, os },
      deviceId: result.device.id,
      linkId: result.link.id,
      presenceIntervalMs,
      lastAccessAt: result.link.lastAccessAt ?? 0,
    });
    const { registration } = session;
    if (registration && at - registration.lastAccessAt >= presenceIntervalMs) {
      registration.lastAccessAt = at;
      this.presence.touchLink(session.brandId, registration.linkId, at);
    }
  }
}

function isSame(known: NonNullable<SessionSnapshot['registration']>, now: DeviceHeaders): boolean {
  return (
    known.code === now.code &&
    known.token === now.token &&
    known.name === now.name &&
    known.version === now.version &&
    known.os === now.os &&
    (now.accessCode === undefined || now.accessCode === now.code)
  );
}
