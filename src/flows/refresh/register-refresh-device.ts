import { Injectable } from '@nestjs/common';
import { originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { DeviceStatusText } from '../../core/devices/device-claim';
import { DeviceRegistration } from '../../core/devices/device-registration';
import { statusTextOf } from '../../core/devices/registration';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { RotationRequest } from './rotate-session';

/** A refresh that is answered counts as an authenticated request: its headers register (JFW-REF-10). */
@Injectable()
export class RegisterRefreshDevice {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly registration: DeviceRegistration,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
  ) {}

  /** Its failure takes nothing from the refresh, whose keys are already committed (JFW-DEV-06). */
  async run(
    { actor, owner, brand, command: { claim, at } }: RotationRequest,
    isRebinding: boolean,
  ): Promise<DeviceStatusText | null> {
    if (claim === null) return null;
    const { brandId, id: userId } = owner.user;
    const { session } = owner;
    const { id, uid, authAt } = session;
    const origin = originOf({ ...actor, userId });
    const speaker = { id, uid, deviceId: isRebinding ? null : session.deviceId, authAt, origin };
    try {
      return await this.transaction.run(async (store, revoke) => {
        const request = { brand, userId, claim, isSignIn: false, session: speaker };
        // Unbound while it moves: to make room for the new device must not end the session that brings it.
        if (isRebinding) await this.sessions.bindDevice(store, brandId, session.id, null);
        const { registration, events } = await this.registration.register(store, revoke, request, at);
        await this.audit.record(store, origin, ...events);
        const deviceId = 'device' in registration ? registration.device.id : session.deviceId;
        if (deviceId !== null) await this.sessions.bindFirstDevice(store, brandId, session.id, deviceId);
        // Where it was bound before, nobody may be signed in any more.
        if (isRebinding) await this.ending.leaveDevices({ store, revoke, now: at }, session);
        return statusTextOf(registration);
      });
    } catch {
      return 'failed';
    }
  }
}
