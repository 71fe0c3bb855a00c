import { Injectable } from '@nestjs/common';
import { originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { DeviceStatusText } from '../../core/devices/device-claim';
import { DeviceRegistration } from '../../core/devices/device-registration';
import type { LinkedDevice } from '../../core/devices/device.repository';
import { DriftRecord } from '../../core/devices/drift-record';
import { driftReason, judgeDrift } from '../../core/devices/header-drift';
import { type RegistrationRequest, statusTextOf } from '../../core/devices/registration';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';
import type { RotationRequest } from './rotate-session';

/** A refresh that is answered counts as an authenticated request: its headers register (JFW-REF-10). */
@Injectable()
export class RegisterRefreshDevice {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly registration: DeviceRegistration,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly drift: DriftRecord,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asked before anything is consumed, so that the session lives on with its former headers.
   * @param found what is known of the device that the headers name
   * @throws BrandgateError access.denied
   */
  async refuseDrift(rotation: RotationRequest, isRebinding: boolean, found: LinkedDevice | null): Promise<void> {
    const request = requestOf(rotation, isRebinding);
    const barring = request && judgeDrift(request, found, rotation.command.at).barring;
    if (!barring) return;
    await this.drift.noteRefused(this.database.store, request, barring);
    throw new BrandgateError('access.denied', driftReason(barring));
  }

  /** Its failure takes nothing from the refresh, whose keys are already committed (JFW-DEV-06). */
  async run(rotation: RotationRequest, isRebinding: boolean): Promise<DeviceStatusText | null> {
    const request = requestOf(rotation, isRebinding);
    if (request === null) return null;
    try {
      const registration = await this.register(rotation, request, isRebinding);
      // What was known became another meanwhile; the keys are given out by now.
      if (registration.status === 'rejected' && registration.drift) {
        await this.drift.noteRefused(this.database.store, request, registration.drift);
      }
      return statusTextOf(registration);
    } catch {
      return 'failed';
    }
  }

  private register(
    { owner: { session }, command: { at } }: RotationRequest,
    request: Refreshing,
    isRebinding: boolean,
  ) {
    const { brandId } = session;
    return this.transaction.run(async (store, revoke) => {
      // Unbound while it moves: to make room for the new device must not end the session that brings it.
      if (isRebinding) await this.sessions.bindDevice(store, brandId, session.id, null);
      const { registration, events } = await this.registration.register(store, revoke, request, at);
      await this.audit.record(store, request.session.origin, ...events);
      const deviceId = 'device' in registration ? registration.device.id : session.deviceId;
      if (deviceId !== null) await this.sessions.bindFirstDevice(store, brandId, session.id, deviceId);
      // Where it was bound before, nobody may be signed in any more.
      if (isRebinding) await this.ending.leaveDevices({ store, revoke, now: at }, session, null);
      return registration;
    });
  }
}

type Refreshing = RegistrationRequest & Required<Pick<RegistrationRequest, 'session'>>;

/** Null when the headers name no device. */
function requestOf(
  { actor, owner: { user, session }, brand, command: { claim } }: RotationRequest,
  isRebinding: boolean,
): Refreshing | null {
  if (claim === null) return null;
  const { id, uid, authAt, deviceId } = session;
  const bound = isRebinding && deviceId !== null ? { deviceId: null, leavesDeviceId: deviceId } : { deviceId };
  const speaker = { id, uid, authAt, ...bound, origin: originOf({ ...actor, userId: user.id }) };
  return { brand, userId: user.id, claim, isSignIn: false, session: speaker };
}
