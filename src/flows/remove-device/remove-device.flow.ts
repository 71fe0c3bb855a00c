import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { type AuditEvent, AuditTrail } from '../../core/audit/audit-trail';
import { DeviceAccess } from '../../core/devices/device-access';
import { DeviceRepository } from '../../core/devices/device.repository';
import { LinkRemoval } from '../../core/devices/link-removal';
import type { Asking, Removal } from '../../core/devices/removal';
import type { UserDeviceEntity } from '../../core/devices/user-device.entity';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireSelfOr } from '../../core/roles/caller';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

interface RemovedDevice {
  readonly uid: string;
  readonly asking?: Asking | undefined;
}

interface RemovedLink {
  readonly userUid: string;
  readonly deviceUid: string;
  readonly asking?: Asking | undefined;
}

/** Takes devices away from their users, with the sessions that live on them (JFW-DEV-18, -19). */
@Injectable()
export class RemoveDeviceFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly devices: DeviceRepository,
    private readonly users: UserRepository,
    private readonly access: DeviceAccess,
    private readonly removal: LinkRemoval,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * From everybody for who administers devices, else from the caller alone.
   * @throws BrandgateError device.not-found, device.rejected for a link that is gone already
   */
  async device(actor: Actor, caller: Caller, { uid, asking }: RemovedDevice, now: number): Promise<void> {
    await this.run(actor, caller, { now, asking }, async ({ store }) => {
      const { device, link } = await this.access.find(store, caller, { uid }, 'DEVICE.DELETE');
      if (caller.permissions.has('DEVICE.DELETE')) {
        return this.devices.listLivingLinks(store, caller.brandId, device.id);
      }
      if (!link) throw new BrandgateError('device.not-found');
      if (link.deletedAt !== null) throw new BrandgateError('device.rejected');
      return [link];
    });
  }

  /** From one user. @throws BrandgateError access.denied, user.not-found, device.not-found */
  async link(actor: Actor, caller: Caller, { asking, ...name }: RemovedLink, now: number): Promise<void> {
    requireSelfOr(caller, name.userUid, 'DEVICE.DELETE');
    const count = await this.run(actor, caller, { now, asking }, async ({ store }) => {
      const user = await this.users.findByUid(store, caller.brandId, name.userUid);
      if (!user) throw new BrandgateError('user.not-found');
      const { device } = await this.access.find(store, caller, { uid: name.deviceUid }, 'DEVICE.DELETE');
      const key = { brandId: caller.brandId, userId: user.id, deviceId: device.id };
      const link = await this.devices.findLink(store, key);
      return link ? [link] : [];
    });
    if (count === 0) throw new BrandgateError('device.not-found');
  }

  /** @returns how many links it removed */
  private run(
    actor: Actor,
    caller: Caller,
    { now, asking }: Pick<Removal, 'now' | 'asking'>,
    choose: (work: Removal) => Promise<readonly UserDeviceEntity[]>,
  ): Promise<number> {
    return this.transaction.run(async (store, revoke) => {
      const work = { store, revoke, now, asking };
      const events: AuditEvent[] = [];
      for (const link of await choose(work)) events.push(...(await this.removal.remove(work, link, 'device.revoked')));
      await this.audit.record(store, originIn(caller.brandId, actor), ...events);
      return events.length;
    });
  }
}
