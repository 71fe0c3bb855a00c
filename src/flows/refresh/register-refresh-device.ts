import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { KeyOwner } from '../../core/auth-keys/auth-key.repository';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { DeviceStatusText } from '../../core/devices/device-claim';
import { DeviceRegistration } from '../../core/devices/device-registration';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { RefreshCommand } from './refresh.command';

/** A refresh that is answered counts as an authenticated request: its headers register (JFW-REF-10). */
@Injectable()
export class RegisterRefreshDevice {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly registration: DeviceRegistration,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Its failure takes nothing from the refresh, whose keys are already committed (JFW-DEV-06). */
  async run(
    actor: Actor,
    owner: KeyOwner,
    { claim, at }: RefreshCommand,
    isRebinding: boolean,
  ): Promise<DeviceStatusText | null> {
    if (claim === null) return null;
    const { brandId, id: userId } = owner.user;
    try {
      return await this.transaction.run(async (store, revoke) => {
        const request = { brandId, userId, claim, isSignIn: false };
        const { registration, events } = await this.registration.register(store, revoke, request, at);
        if (registration.status === 'rejected') return 'rejected';
        const { id: deviceId } = registration.device;
        if (isRebinding) await this.sessions.bindDevice(store, brandId, owner.session.id, deviceId);
        else await this.sessions.bindFirstDevice(store, brandId, owner.session.id, deviceId);
        await this.audit.record(store, originOf({ ...actor, userId }), ...events);
        return registration.status;
      });
    } catch {
      return 'failed';
    }
  }
}
