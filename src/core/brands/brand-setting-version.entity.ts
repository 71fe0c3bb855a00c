import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, JsonColumn, RefColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';
import type { StoredBrandSettings } from './brand-settings';

/** The settings of a brand as one change left them: only what differs from the defaults, never a secret. */
@Entity('brand_setting_versions')
@Index('uq_brand_setting_versions_brand_id_version', ['brandId', 'version'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_brand_setting_versions_brand_id' })
export class BrandSettingVersionEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @IntegerColumn('version') version!: number;
  @JsonColumn('settings') settings!: StoredBrandSettings;
  /** Null when the command line changed them. */
  @RefColumn('actor_user_id', { nullable: true }) actorUserId!: UserId | null;
  @InstantColumn('changed_at') changedAt!: number;
}
