import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { DeviceEntity } from './device.entity';
import { DeviceRepository } from './device.repository';
import type { UserDeviceEntity } from './user-device.entity';

/** Reads a user's devices. */
@Injectable()
export class UserDevices {
  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
  ) {}

  async listOf(brandId: BrandId, userId: UserId): Promise<{ device: DeviceEntity; link: UserDeviceEntity }[]> {
    return this.devices.listOfUser(this.database.store, brandId, userId);
  }
}
