import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { isUuid, type UserId } from '../../kernel/ids';
import { Database, type Store } from '../../storage/database';
import type { Caller } from '../roles/caller';
import type { Permission } from '../roles/permission';
import { DeviceEntity } from './device.entity';
import type { LinkedDevice } from './device.repository';
import { UserDeviceEntity } from './user-device.entity';

/** How a request names a device; a code that is none names nothing. */
export type DeviceName = { readonly uid: string } | { readonly code: string | null };

const NOBODY = 0 as UserId;

/** Who may see which device: who is or was linked with it, who created it, and holders of a permission (JFW-DEV-11). */
@Injectable()
export class DeviceAccess {
  constructor(private readonly database: Database) {}

  /** As `find`, outside any transaction. @throws BrandgateError device.not-found */
  read(caller: Caller, name: DeviceName, permission: Permission): Promise<LinkedDevice> {
    return this.find(this.database.store, caller, name, permission);
  }

  /**
   * The device with the caller's own link.
   * @param permission lets its holders see every device of the brand
   * @throws BrandgateError device.not-found, whether there is none or the caller may not see it
   */
  async find(store: Store, caller: Caller, name: DeviceName, permission: Permission): Promise<LinkedDevice> {
    const device = await this.findLinked(store, caller, name);
    if (!device || !isVisible(device, caller, permission)) throw new BrandgateError('device.not-found');
    return device;
  }

  /** The devices of these codes that the caller may see, oldest first; the others are left out (JFW-DEV-14). */
  async listByCodes(caller: Caller, codes: readonly string[], permission: Permission): Promise<LinkedDevice[]> {
    if (codes.length === 0) return [];
    const query = this.query(this.database.store, caller).andWhere('d.code IN (:...codes)', { codes: [...codes] });
    const devices = (await query.orderBy('d.id').getMany()) as WithLink[];
    return devices.map(linkedOf).filter((device) => isVisible(device, caller, permission));
  }

  /** Whatever the caller may see of it: the device of this name, with their link. */
  async findLinked(store: Store, caller: Caller, name: DeviceName): Promise<LinkedDevice | null> {
    // What is no id or no code names nothing, and costs no statement (SEC-IN-03).
    if ('uid' in name ? !isUuid(name.uid) : name.code === null) return null;
    const query = this.query(store, caller);
    if ('uid' in name) query.andWhere('d.uid = :uid', { uid: name.uid });
    else query.andWhere('d.code = :code', { code: name.code });
    const device = (await query.getOne()) as WithLink | null;
    return device ? linkedOf(device) : null;
  }

  private query(store: Store, { brandId, self }: Caller) {
    const own = 'l.brandId = d.brandId AND l.deviceId = d.id AND l.userId = :self';
    return store
      .createQueryBuilder(DeviceEntity, 'd')
      .leftJoinAndMapOne('d.link', UserDeviceEntity, 'l', own, { self: self?.id ?? NOBODY })
      .where('d.brandId = :brandId', { brandId });
  }
}

type WithLink = DeviceEntity & { link: UserDeviceEntity | null };

function linkedOf(device: WithLink): LinkedDevice {
  return { device, link: device.link };
}

function isVisible({ device, link }: LinkedDevice, { self, permissions }: Caller, permission: Permission): boolean {
  if (permissions.has(permission) || link !== null) return true;
  return self !== null && device.createdBy === self.id;
}
