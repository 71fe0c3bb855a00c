import { Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, LongTextColumn } from '../../storage/columns';

/** One setting of the installation, as JSON text. Absent means its default. */
@Entity('gateway_settings')
export class GatewaySettingEntity {
  @PrimaryColumn({ name: 'name', type: 'varchar', length: 64 }) name!: string;
  @LongTextColumn('setting_value') value!: string;
  @InstantColumn('modified_at') modifiedAt!: number;
}
