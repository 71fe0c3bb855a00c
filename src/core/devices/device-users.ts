import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, DeviceId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { type HeldRole, RoleRepository } from '../roles/role.repository';
import type { UserEntity } from '../users/user.entity';
import { UserRepository } from '../users/user.repository';
import { DeviceRepository } from './device.repository';

/** A user of a device, with what they may do. */
export interface DeviceUser {
  readonly user: UserEntity;
  readonly roles: readonly HeldRole[];
}

/** Who is linked with a device. */
@Injectable()
export class DeviceUsers {
  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
    private readonly users: UserRepository,
    private readonly roles: RoleRepository,
  ) {}

  /** @throws BrandgateError device.not-found */
  async listOfUid(brandId: BrandId, deviceUid: string): Promise<DeviceUser[]> {
    const device = await this.devices.findByUid(this.database.store, brandId, deviceUid);
    if (!device) throw new BrandgateError('device.not-found');
    return this.listOf(brandId, device.id);
  }

  /** Users with a living link, by the age of the link; deleted accounts are left out. */
  async listOf(brandId: BrandId, deviceId: DeviceId): Promise<DeviceUser[]> {
    const { store } = this.database;
    const links = await this.devices.listLivingLinks(store, brandId, deviceId);
    const ids = links.map(({ userId }) => userId);
    const users = await this.users.listByIds(store, brandId, ids);
    const roles = await this.roles.listOfUsers(store, brandId, ids);
    const living = ids.flatMap((id) => users.filter((user) => user.id === id && user.status !== 'Deleted'));
    return living.map((user) => ({ user, roles: roles.get(user.id) ?? [] }));
  }
}
