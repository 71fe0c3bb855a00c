import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, IntegerColumn, RefColumn } from '../../storage/columns';
import type { BrandId, DeviceId } from '../../kernel/ids';

/** The last day on which a device asked for something. Beside the device's row, which requests leave alone (JFW-DEV-05). */
@Entity('device_activity')
@Index('uq_device_activity_brand_id_device_id', ['brandId', 'deviceId'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_device_activity_brand_id' })
export class DeviceActivityEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('device_id') deviceId!: DeviceId;
  /** UTC, as a number: 20260301. */
  @IntegerColumn('day') day!: number;
}
