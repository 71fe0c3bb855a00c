import { Injectable } from '@nestjs/common';
import { Database } from '../../storage/database';
import { AuditTrail } from '../audit/audit-trail';
import { SessionRepository } from '../auth-keys/session.repository';
import { RevokingTransaction } from '../revocations/revoking-transaction';
import { DeviceRepository } from './device.repository';
import { DeviceRegistration } from './device-registration';
import { DriftRecord } from './drift-record';
import type { Registration, RegistrationRequest } from './registration';
import type { Speaker } from './speaker';

/** A session's report of the device it runs on. */
export interface DeviceReport extends Omit<RegistrationRequest, 'isSignIn' | 'evictDeviceIds'> {
  readonly session: Speaker;
  readonly at: number;
  /** Asked before a device is added: a session may not go on adding for ever (SEC-BF, row "devices"). */
  readonly mayAdd: () => boolean;
}

/** Who reports, whatever it is that they say. */
export type Reporter = Omit<DeviceReport, 'claim'>;

/** Keeps a device current from what an authenticated session says of it (JFW-DEV-02). Opens a transaction only when something changes. */
@Injectable()
export class DeviceReporting {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly registration: DeviceRegistration,
    private readonly devices: DeviceRepository,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
    private readonly drift: DriftRecord,
  ) {}

  async report(report: DeviceReport): Promise<Registration> {
    const request = { ...report, isSignIn: false };
    const { store } = this.database;
    const checked = await this.registration.check(store, request, report.at);
    if (checked === 'new' && !report.mayAdd()) return { status: 'not-linked', quota: { kind: 'capped' } };
    const isSettled =
      typeof checked === 'object' && (checked.status === 'rejected' || report.session.deviceId !== null);
    const outcome = isSettled ? checked : await this.write(report, request);
    if (outcome.status === 'rejected' && outcome.drift) await this.drift.noteRefused(store, request, outcome.drift);
    return outcome;
  }

  private async write({ session, at }: DeviceReport, request: RegistrationRequest): Promise<Registration> {
    const brandId = request.brand.id;
    return this.transaction.run(async (store, revoke) => {
      const { registration, events } = await this.registration.register(store, revoke, request, at);
      await this.audit.record(store, session.origin, ...events);
      if (!('device' in registration)) return registration;
      const { device, link } = registration;
      if (await this.sessions.bindFirstDevice(store, brandId, session.id, device.id)) {
        await revoke('session', brandId, session.id);
      } else if (session.deviceId === null) {
        // Bound to another device since the request began.
        await this.devices.updateLink(store, link, { guestSessionId: session.id });
      }
      return registration;
    });
  }
}
