import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, IntegerColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** What one version of a brand's app did on one day (UTC). */
@Entity('release_days')
@Index('uq_release_days_brand_id_day_os_version', ['brandId', 'day', 'os', 'version'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_release_days_brand_id' })
export class ReleaseDayEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  /** `20260301`. */
  @IntegerColumn('day') day!: number;
  @TextColumn('os', 16) os!: string;
  /** As the app says; `other` for those beyond the number that is told apart in a day. */
  @TextColumn('version', 64) version!: string;
  /** Devices that asked for anything that day. */
  @IntegerColumn('active_devices') activeDevices!: number;
  @IntegerColumn('sign_ins') signIns!: number;
  @IntegerColumn('failed_sign_ins') failedSignIns!: number;
  /** Requests that the version gate refused, and those it would have in a trial. */
  @IntegerColumn('refused') refused!: number;
  @IntegerColumn('would_refuse') wouldRefuse!: number;
}
