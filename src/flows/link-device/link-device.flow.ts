import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { DeviceAccess } from '../../core/devices/device-access';
import { DeviceQuota } from '../../core/devices/device-quota';
import { linkedEvent } from '../../core/devices/device-registration';
import { DeviceRepository } from '../../core/devices/device.repository';
import { isLiving } from '../../core/devices/link-state';
import type { TokenChange } from '../../core/devices/push-tokens';
import { SessionEnding } from '../../core/devices/session-ending';
import type { UserDeviceEntity } from '../../core/devices/user-device.entity';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type Caller, requireSelfOr } from '../../core/roles/caller';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import type { UserEntity } from '../../core/users/user.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import { LinkAttributesWriter, type NamedLink } from './link-attributes-writer';
import type { LinkCommand } from './link-device.command';

type Named = Omit<NamedLink, 'link'> & { readonly link: UserDeviceEntity | null; readonly user: UserEntity };

/** Links a user with a device that exists, or changes what the link says (JFW-DEV-21). */
@Injectable()
export class LinkDeviceFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly devices: DeviceRepository,
    private readonly accounts: ManagedUserRepository,
    private readonly access: DeviceAccess,
    private readonly quota: DeviceQuota,
    private readonly writer: LinkAttributesWriter,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws BrandgateError access.denied, user.not-found, device.not-found, device.link-exists, device.rejected,
   * device.limit-reached
   */
  async create(actor: Actor, caller: Caller, brand: BrandSnapshot, command: LinkCommand): Promise<void> {
    await this.run(actor, caller, command, async (change, named) => {
      const { store, events } = change;
      const { device, link } = named;
      if (link && isLiving(link)) throw new BrandgateError('device.link-exists');
      const mayRevive = caller.permissions.has('DEVICE.UPDATE') || link === null || link.deletedAt === null;
      if (device.status !== 'Active' || !mayRevive) throw new BrandgateError('device.rejected');
      const owner = { brandId: brand.id, userId: named.user.id };
      const room = await this.quota.makeRoom(change, { ...owner, settings: brand.settings, evictDeviceIds: [] });
      if (room.kind !== 'room') throw new BrandgateError('device.limit-reached');
      events.push(...room.events, linkedEvent(device, link));
      const begun = await this.begin(store, named, command.at);
      await this.writer.write(change, brand, { device, link: begun }, command, isOwn(caller, named.user));
      // What made room may have been the device that the caller's own session lives on.
      await this.ending.leaveIfEnded(change, brand.id, command.session.id);
    });
  }

  /** @throws BrandgateError access.denied, user.not-found, device.not-found */
  async update(actor: Actor, caller: Caller, brand: BrandSnapshot, command: LinkCommand): Promise<void> {
    await this.run(actor, caller, command, async (change, { device, link, user }) => {
      if (!link || link.deletedAt !== null) throw new BrandgateError('device.not-found');
      await this.writer.write(change, brand, { device, link }, command, isOwn(caller, user));
    });
  }

  private async run(
    actor: Actor,
    caller: Caller,
    { userUid, deviceUid, at }: LinkCommand,
    work: (change: TokenChange, named: Named) => Promise<void>,
  ): Promise<void> {
    requireSelfOr(caller, userUid, 'DEVICE.UPDATE');
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      // From here on parallel requests about this user's links take turns, and the account stays what it is.
      const user = await this.accounts.hold(store, brandId, userUid);
      if (!user) throw new BrandgateError('user.not-found');
      const { device } = await this.access.find(store, caller, { uid: deviceUid }, 'DEVICE.UPDATE');
      const link = await this.devices.findLink(store, { brandId, userId: user.id, deviceId: device.id });
      const change: TokenChange = { store, revoke, now: at, events: [] };
      await work(change, { device, link, user });
      await revoke('device', brandId, device.id);
      await this.audit.record(store, originIn(brandId, actor), ...change.events);
    });
  }

  /** The link from now on; one that comes back keeps its last sign-in (JFW-TOK-05). */
  private async begin(store: Store, { device, link, user }: Named, now: number): Promise<UserDeviceEntity> {
    const key = { brandId: device.brandId, userId: user.id, deviceId: device.id };
    if (!link) return this.devices.insertLink(store, { ...key, loggedInAt: now, createdAt: now });
    const changes = { deletedAt: null, supersededAt: null, loggedOutAt: null };
    await this.devices.updateLink(store, link, changes);
    return { ...link, ...changes };
  }
}

function isOwn({ self }: Caller, user: UserEntity): boolean {
  return self?.id === user.id;
}
