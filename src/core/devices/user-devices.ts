import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { DeviceEntity } from './device.entity';
import { UserRepository } from '../users/user.repository';
import { DeviceRepository } from './device.repository';
import { isRejected, rejectionOf } from './link-state';
import type { UserDeviceEntity } from './user-device.entity';

/** Reads a user's devices. */
@Injectable()
export class UserDevices {
  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
    private readonly users: UserRepository,
  ) {}

  /** A living account's links. @throws BrandgateError user.not-found */
  async listOfUid(brandId: BrandId, userUid: string): Promise<{ device: DeviceEntity; link: UserDeviceEntity }[]> {
    const user = await this.users.findByUid(this.database.store, brandId, userUid);
    if (!user) throw new BrandgateError('user.not-found');
    return this.listOf(brandId, user.id);
  }

  /** Whether a user has a usable device of this code (JFW-DEV-20). @throws BrandgateError device.rejected */
  async isUsable(brandId: BrandId, userUid: string, code: string | null): Promise<boolean> {
    const { store } = this.database;
    const user = await this.users.findByUid(store, brandId, userUid);
    const found = user && code !== null ? await this.devices.findLinked(store, brandId, user.id, code) : null;
    if (!found?.link) return false;
    if (isRejected(found)) throw new BrandgateError('device.rejected', rejectionOf(found));
    return true;
  }

  async listOf(brandId: BrandId, userId: UserId): Promise<{ device: DeviceEntity; link: UserDeviceEntity }[]> {
    return this.devices.listOfUser(this.database.store, brandId, userId);
  }
}
