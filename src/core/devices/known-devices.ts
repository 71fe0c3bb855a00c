import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { DeviceRepository } from './device.repository';

const KNOWN_FOR_MS = 90 * 24 * 3_600_000;

const NOBODY = 0 as UserId;

/** Whether a device's code signed this user in lately: then failures from elsewhere do not lock it out (SEC-BF-03). */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
  ) {}

  /** Nobody's device is asked for like somebody's, so that an unknown account costs the same statement. */
  async isKnown(brandId: BrandId, userId: UserId | null, code: string, now: number): Promise<boolean> {
    const found = await this.devices.findLinked(this.database.store, brandId, userId ?? NOBODY, code);
    const signedInAt = found?.link?.signedInAt ?? null;
    return signedInAt !== null && now - signedInAt <= KNOWN_FOR_MS;
  }
}
