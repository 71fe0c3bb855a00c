import { Entity, ForeignKey, Index } from 'typeorm';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, RoleId } from '../../kernel/ids';
import type { Permission } from './permission';

/** A named set of permissions in one brand. */
@Entity('roles')
@Index('uq_roles_uid', ['uid'], { unique: true })
@Index('uq_roles_brand_id_code', ['brandId', 'code'], { unique: true })
@Index('uq_roles_brand_id_number', ['brandId', 'number'], { unique: true })
@Index('uq_roles_brand_id_id', ['brandId', 'id'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_roles_brand_id' })
export class RoleEntity {
  @IdColumn() id!: RoleId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('number') number!: number;
  @TextColumn('code', 64) code!: string;
  @TextColumn('name', 200) name!: string;
  @TextColumn('description', 2000, { nullable: true }) description!: string | null;
  /** BuiltIn roles are the user types (JFW-ADM-01). */
  @TextColumn('kind', 16) kind!: 'BuiltIn' | 'Custom';
  /** An inactive role grants nothing; built-in ones are always active. */
  @FlagColumn('is_active') isActive!: boolean;
  @JsonColumn('permissions') permissions!: readonly Permission[];
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
