import { Entity, ForeignKey, Index } from 'typeorm';
import {
  IdColumn,
  InstantColumn,
  IntegerColumn,
  FlagColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';
import type { StoredBrandSettings } from './brand-settings';

export type BrandStatus = 'Active' | 'Inactive';

export interface BrandProfile {
  readonly slogan?: string | null;
  readonly logoURL?: string | null;
  readonly faviconURL?: string | null;
  readonly primaryColor?: string | null;
  readonly primaryColorHover?: string | null;
  readonly secondaryColor?: string | null;
  readonly tertiaryColor?: string | null;
}

/** A tenant. */
@Entity('brands')
@Index('uq_brands_uid', ['uid'], { unique: true })
@Index('uq_brands_code', ['code'], { unique: true })
@ForeignKey('BrandEntity', ['parentId'], ['id'], { name: 'fk_brands_parent_id' })
export class BrandEntity {
  @IdColumn() id!: BrandId;
  @UidColumn() uid!: string;
  @RefColumn('parent_id', { nullable: true }) parentId!: BrandId | null;
  @TextColumn('code', 64) code!: string;
  @TextColumn('name', 200) name!: string;
  @TextColumn('abbr', 100) abbr!: string;
  @TextColumn('description', 2000, { nullable: true }) description!: string | null;
  @TextColumn('tags', 2000, { nullable: true }) tags!: string | null;
  @TextColumn('status', 16) status!: BrandStatus;
  @FlagColumn('is_system') isSystem!: boolean;
  @JsonColumn('profile') profile!: BrandProfile;
  /** Only what differs from the defaults. */
  @JsonColumn('settings') settings!: StoredBrandSettings;
  /** Raised by every change of the settings, which names the version it was made from. */
  @IntegerColumn('settings_version') settingsVersion!: number;
  @IntegerColumn('epoch') epoch!: number;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
