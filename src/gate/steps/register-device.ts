import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { SessionSnapshots } from '../../core/auth-keys/session-snapshots';
import type { DeviceClaim } from '../../core/devices/device-claim';
import {
  DeviceRegistration,
  type Registered,
  type Registration,
  type RegistrationRequest,
  statusTextOf,
} from '../../core/devices/device-registration';
import { Presence } from '../../core/devices/presence';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';
import type { DeviceHeaders } from '../arrival';
import { claimOf, hasDeviceHeader, requireConsistentCode } from '../device-headers';
import type { Step } from '../gate';
import { WindowCounters } from '../limits/window-counters';
import type { Passage } from '../passage';

/** New device codes a session may bring, and in what time. */
const NEW_CODES = 10;
const NEW_CODES_MS = 600_000;

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
    private readonly counters: WindowCounters,
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
    let result: Registration;
    try {
      result = await this.settle(passage, session, claim);
    } catch {
      // Registration is a service to the client; its failure does not take the request down (JFW-DEV-06).
      passage.deviceStatus = 'failed';
      return;
    }
    passage.deviceStatus = statusTextOf(result);
    // On a K? endpoint the request goes on (JFW-DEV-08), and so it does where there was no room (JFW-QUO-07).
    const isRefused = result.status === 'rejected' && passage.requirement.level === 'user';
    if (isRefused) throw new BrandgateError('device.rejected');
    if (result.status !== 'rejected' && result.status !== 'not-linked') this.remember(passage, session, result);
  }

  private async settle(passage: Passage, session: SessionSnapshot, claim: DeviceClaim): Promise<Registration> {
    const { settings } = passage.brandOrThrow;
    const request = { brandId: session.brandId, userId: session.user.id, claim, isSignIn: false, settings };
    const checked = await this.registration.check(this.database.store, request);
    if (checked === 'new' && !this.takesNewCode(session)) return { status: 'not-linked', quota: { kind: 'capped' } };
    const isDone = typeof checked === 'object' && (checked.status === 'rejected' || session.deviceId !== null);
    return isDone ? checked : this.write(passage, session, request);
  }

  /** A session that keeps naming new devices is filling the table, not registering (SEC-BF, row "devices"). */
  private takesNewCode(session: SessionSnapshot): boolean {
    return !this.counters.hit(`codes:${session.sessionUid}`, NEW_CODES, NEW_CODES_MS).isExceeded;
  }

  private async write(
    passage: Passage,
    { brandId, sessionId }: SessionSnapshot,
    request: RegistrationRequest,
  ): Promise<Registration> {
    return this.transaction.run(async (store, revoke) => {
      const { registration, events } = await this.registration.register(store, revoke, request, passage.at);
      if (registration.status === 'rejected' || registration.status === 'not-linked') return registration;
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
    result: Registered,
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
