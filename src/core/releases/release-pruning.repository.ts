import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import type { BrandId, DeviceId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { DeviceActivityEntity } from './device-activity.entity';
import { ReleaseDayEntity } from './release-day.entity';

/** Before every device: ids begin with 1. */
const FIRST = 0 as DeviceId;

/** A stretch of a brand's devices. */
interface Stretch {
  /** A day such as 20260301; it stays, and so do later ones. */
  readonly before: number;
  /** The device at which the stretch before this one ended; null: from the first. */
  readonly after: DeviceId | null;
  readonly limit: number;
}

/** Letting go of figures that nobody asks for any more. */
@Injectable()
export class ReleasePruningRepository {
  /** @returns how many it removed; as many as `limit` when there may be more */
  async deleteDays(store: Store, brandId: BrandId, before: number, limit: number): Promise<number> {
    // The day leads both statements to old rows alone, where the brand would lead them to all of its rows.
    const old = { brandId, day: LessThan(before) };
    const rows = await store.find(ReleaseDayEntity, {
      select: { id: true },
      where: old,
      order: { day: 'ASC' },
      take: limit,
    });
    if (rows.length > 0) await store.delete(ReleaseDayEntity, { ...old, id: In(rows.map(({ id }) => id)) });
    return rows.length;
  }

  /**
   * Walks along the devices by their index, which days are no part of: each row is looked at once.
   * @returns the device at which it ended, or null when there are no more
   */
  async deleteActivity(store: Store, brandId: BrandId, { before, after, limit }: Stretch): Promise<DeviceId | null> {
    const rows = await store.find(DeviceActivityEntity, {
      select: { deviceId: true, day: true },
      where: { brandId, deviceId: MoreThan(after ?? FIRST) },
      order: { deviceId: 'ASC' },
      take: limit,
    });
    const old = rows.filter(({ day }) => day < before).map(({ deviceId }) => deviceId);
    // The device may have come back since the row was read.
    if (old.length > 0) await store.delete(DeviceActivityEntity, { brandId, deviceId: In(old), day: LessThan(before) });
    return rows.length < limit ? null : (rows.at(-1)?.deviceId ?? null);
  }
}
