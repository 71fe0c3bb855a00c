import { Entity, ForeignKey, Index } from 'typeorm';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, DeviceId, UserId } from '../../kernel/ids';

export const DEVICE_STATUSES = ['Inactive', 'Active', 'Suspended', 'Locked'] as const;
export type DeviceStatus = (typeof DEVICE_STATUSES)[number];

export const DEVICE_TYPES = [
  'ChromeOS',
  'Desktop',
  'GoogleSync',
  'Mobile',
  'SmartDevice',
  'Unspecified',
  'Web',
] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

/** An app installation, as far as its client's claims go. The same code in two brands is two devices (JFW-DEV-01). */
@Entity('devices')
@Index('uq_devices_uid', ['uid'], { unique: true })
@Index('uq_devices_brand_id_code', ['brandId', 'code'], { unique: true })
@Index('uq_devices_brand_id_id', ['brandId', 'id'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_devices_brand_id' })
@ForeignKey('UserEntity', ['brandId', 'createdBy'], ['brandId', 'id'], { name: 'fk_devices_created_by' })
export class DeviceEntity {
  @IdColumn() id!: DeviceId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @TextColumn('code', 200) code!: string;
  @TextColumn('type', 16) type!: DeviceType;
  @TextColumn('name', 255) name!: string;
  @TextColumn('os_device', 64, { nullable: true }) osDevice!: string | null;
  @TextColumn('app_version_number', 64, { nullable: true }) appVersionNumber!: string | null;
  @TextColumn('app_version_flag', 16, { nullable: true }) appVersionFlag!: 'Unparseable' | null;
  @TextColumn('avatar_url', 2048, { nullable: true }) avatarUrl!: string | null;
  @TextColumn('tags', 2000, { nullable: true }) tags!: string | null;
  @TextColumn('country_code', 8, { nullable: true }) countryCode!: string | null;
  @TextColumn('phone_number', 32, { nullable: true }) phoneNumber!: string | null;
  @TextColumn('iccid', 64, { nullable: true }) iccid!: string | null;
  @TextColumn('imsi', 64, { nullable: true }) imsi!: string | null;
  @TextColumn('imei', 64, { nullable: true }) imei!: string | null;
  @TextColumn('sim_card_info', 512, { nullable: true }) simCardInfo!: string | null;
  @FlagColumn('is_mobile_app') isMobileApp!: boolean;
  @FlagColumn('is_default') isDefault!: boolean;
  @FlagColumn('test_mode') testMode!: boolean;
  @TextColumn('status', 16) status!: DeviceStatus;
  @RefColumn('created_by', { nullable: true }) createdBy!: UserId | null;
  @IntegerColumn('epoch') epoch!: number;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
