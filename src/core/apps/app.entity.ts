import { Entity, ForeignKey, Index } from 'typeorm';
import {
  DigestColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { AppId, BrandId, RoleId, UserId } from '../../kernel/ids';

/** Where an app is found, by the number it is kept as. */
export const APP_TYPES = ['None', 'Storage', 'Url', 'Path'] as const;

export type AppType = (typeof APP_TYPES)[number];

/** A client application of a brand, known by its API key (DF-GEN-04). */
@Entity('apps')
@Index('uq_apps_uid', ['uid'], { unique: true })
@Index('uq_apps_brand_id_id', ['brandId', 'id'], { unique: true })
@Index('uq_apps_brand_id_number', ['brandId', 'number'], { unique: true })
@Index('uq_apps_brand_id_name', ['brandId', 'name'], { unique: true })
@Index('uq_apps_key_hash', ['keyHash'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_apps_brand_id' })
@ForeignKey('RoleEntity', ['brandId', 'defaultRoleId'], ['brandId', 'id'], { name: 'fk_apps_default_role_id' })
export class AppEntity {
  @IdColumn() id!: AppId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('number') number!: number;
  @TextColumn('name', 64) name!: string;
  @TextColumn('description', 2000, { nullable: true }) description!: string | null;
  /** SHA-256 over kind and key: the key alone leads to its brand (SEC-OT-05). */
  @DigestColumn('key_hash') keyHash!: Buffer;
  /** The first characters of the key, to tell keys apart by (DF-KEY-01). */
  @TextColumn('key_prefix', 8) keyPrefix!: string;
  /** The key itself, encrypted, where the brand keeps it retrievable (DF-KEY-04). */
  @LongTextColumn('key_sealed', { nullable: true }) keySealed!: string | null;
  @InstantColumn('key_changed_at') keyChangedAt!: number;
  @FlagColumn('is_active') isActive!: boolean;
  /** The brand's built-in app; it cannot be deleted. */
  @FlagColumn('is_system') isSystem!: boolean;
  /** Index into `APP_TYPES`. */
  @IntegerColumn('type') type!: number;
  @TextColumn('path', 2048, { nullable: true }) path!: string | null;
  @TextColumn('url', 2048, { nullable: true }) url!: string | null;
  @RefColumn('default_role_id', { nullable: true }) defaultRoleId!: RoleId | null;
  /** Raised by everything that takes a right away (SEC-REV-02). */
  @IntegerColumn('epoch') epoch!: number;
  @RefColumn('created_by', { nullable: true }) createdBy!: UserId | null;
  @RefColumn('modified_by', { nullable: true }) modifiedBy!: UserId | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
