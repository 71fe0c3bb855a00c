import { Injectable } from '@nestjs/common';
import { Between, LessThan } from 'typeorm';
import type { BrandId, DeviceId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { DeviceActivityEntity } from './device-activity.entity';
import { ReleaseDayEntity } from './release-day.entity';

/** Figures to add to a day. */
export type ReleaseFigures = Pick<
  ReleaseDayEntity,
  'activeDevices' | 'signIns' | 'failedSignIns' | 'refused' | 'wouldRefuse'
>;

export type ReleaseKey = Pick<ReleaseDayEntity, 'brandId' | 'day' | 'os' | 'version'>;

/** How many of a brand's devices last reported a version. */
export interface Adoption {
  readonly osDevice: string | null;
  readonly appVersionNumber: string | null;
  readonly devices: number;
}

interface AdoptionRow {
  readonly osDevice: string | null;
  readonly appVersionNumber: string | null;
  readonly devices: number | string;
}

@Injectable()
export class ReleaseDayRepository {
  /** Other processes add to the same rows. */
  async add(store: Store, key: ReleaseKey, figures: ReleaseFigures): Promise<void> {
    if (await this.increase(store, key, figures)) return;
    try {
      await store.insert(ReleaseDayEntity, { ...key, ...figures });
    } catch (error) {
      if (!isDuplicate(error, 'version')) throw error;
      await this.increase(store, key, figures);
    }
  }

  /** Whether this is the device's first request of the day, in all processes. */
  async markActive(store: Store, brandId: BrandId, deviceId: DeviceId, day: number): Promise<boolean> {
    const known = { brandId, deviceId };
    const { affected } = await store.update(DeviceActivityEntity, { ...known, day: LessThan(day) }, { day });
    if (affected === 1) return true;
    if (await store.existsBy(DeviceActivityEntity, known)) return false;
    try {
      await store.insert(DeviceActivityEntity, { ...known, day });
      return true;
    } catch (error) {
      if (isDuplicate(error, 'device_id')) return false;
      throw error;
    }
  }

  /** Newest day first. @param range days such as 20260301, both included */
  async list(store: Store, brandId: BrandId, range: { readonly from: number; readonly to: number }, os: string | null) {
    return store.find(ReleaseDayEntity, {
      where: { brandId, day: Between(range.from, range.to), ...(os === null ? {} : { os }) },
      order: { day: 'DESC', os: 'ASC', activeDevices: 'DESC', version: 'ASC' },
      take: MAX_ROWS,
    });
  }

  /** Of devices with a living link, the most wide-spread first. */
  async adoption(store: Store, brandId: BrandId): Promise<Adoption[]> {
    const rows: AdoptionRow[] = await store.query(
      `SELECT d.os_device AS "osDevice", d.app_version_number AS "appVersionNumber", COUNT(*) AS "devices"
         FROM devices d WHERE d.brand_id = ? AND EXISTS
              (SELECT 1 FROM user_devices l WHERE l.brand_id = d.brand_id AND l.device_id = d.id AND l.deleted_at IS NULL)
        GROUP BY d.os_device, d.app_version_number ORDER BY 3 DESC, 1, 2 LIMIT ${MAX_ROWS}`,
      [brandId],
    );
    return rows.map((row) => ({ ...row, devices: Number(row.devices) }));
  }

  private async increase(store: Store, key: ReleaseKey, figures: ReleaseFigures): Promise<boolean> {
    const { activeDevices, signIns, failedSignIns, refused, wouldRefuse } = figures;
    const { affected } = await store
      .createQueryBuilder()
      .update(ReleaseDayEntity)
      .set({
        activeDevices: () => 'active_devices + :activeDevices',
        signIns: () => 'sign_ins + :signIns',
        failedSignIns: () => 'failed_sign_ins + :failedSignIns',
        refused: () => 'refused + :refused',
        wouldRefuse: () => 'would_refuse + :wouldRefuse',
      })
      .where('brand_id = :brandId AND day = :day AND os = :os AND version = :version', { ...key })
      .setParameters({ activeDevices, signIns, failedSignIns, refused, wouldRefuse })
      .execute();
    return affected === 1;
  }
}

const MAX_ROWS = 5_000;
