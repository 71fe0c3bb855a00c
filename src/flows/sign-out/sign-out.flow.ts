import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { DeviceRepository } from '../../core/devices/device.repository';
import { askingOf, isOwnLink } from '../../core/devices/removal';
import { TokenDetachment } from '../../core/devices/token-detachment';
import type { UserDeviceEntity } from '../../core/devices/user-device.entity';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Store } from '../../storage/database';

export interface SignOutCommand {
  readonly session: SessionSnapshot;
  /** Every session and link of the user. */
  readonly allDevices: boolean;
  /** Take the push token away as well. */
  readonly unregisterDevice: boolean;
  /** Code of the device that asks, for a session that is bound to none. */
  readonly code: string | null;
  readonly at: number;
}

/** Ends the caller's session, or all of them, and what their devices were registered for (JFW-SES-01). */
@Injectable()
export class SignOutFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly sessions: SessionRepository,
    private readonly devices: DeviceRepository,
    private readonly tokens: TokenDetachment,
    private readonly audit: AuditTrail,
  ) {}

  async run(actor: Actor, command: SignOutCommand): Promise<void> {
    const { session, allDevices, at } = command;
    const { brandId, user } = session;
    await this.transaction.run(async (store, revoke) => {
      const ids = allDevices
        ? (await this.sessions.listLive(store, brandId, user.id, at)).map(({ id }) => id)
        : [session.sessionId];
      const count = await this.sessions.revoke(store, brandId, ids, { reason: 'sign-out', at });
      for (const id of ids) await revoke('session', brandId, id);
      for (const leaving of await this.linksOf(store, command)) await this.leave({ store, revoke }, leaving, command);
      // The same request again finds nothing left to end, and nothing to report.
      if (count === 0) return;
      const event = { event: 'auth.logout' as const, target: { type: 'session', id: session.sessionUid } };
      await this.audit.record(store, originOf(actor), { ...event, details: { allDevices } });
    });
  }

  /** The links of the devices the session spoke for; of one that is bound to none, of the device that asks. */
  private async linksOf(store: Store, command: SignOutCommand): Promise<Leaving[]> {
    const { brandId, user, deviceId } = command.session;
    const asking = askingOf(command.session);
    const own = await this.devices.listOfUser(store, brandId, user.id);
    const links = own.map(({ device, link }) => {
      const isNamed = deviceId === null && device.code === command.code;
      return { link, isOwn: isNamed || isOwnLink(asking, link) };
    });
    return links.filter(({ link, isOwn }) => link.deletedAt === null && (isOwn || command.allDevices));
  }

  private async leave(
    { store, revoke }: { readonly store: Store; readonly revoke: Revoke },
    { link, isOwn }: Leaving,
    { at, unregisterDevice }: SignOutCommand,
  ): Promise<void> {
    const removal = { store, revoke, now: at };
    await this.devices.updateLink(store, link, { loggedOutAt: at });
    // The app that asks knows; the others do not yet.
    const cause = isOwn || link.loggedOutAt !== null ? null : 'signed-out-everywhere';
    if (unregisterDevice) await this.tokens.detach(removal, link, cause);
    else if (cause !== null) await this.tokens.sayFarewell(removal, link, cause);
    // Whoever else is signed in on the device may take the push token back from here on (JFW-TOK-06).
    await revoke('device', link.brandId, link.deviceId);
  }
}

interface Leaving {
  readonly link: UserDeviceEntity;
  /** A device that the session which signs out spoke for. */
  readonly isOwn: boolean;
}
