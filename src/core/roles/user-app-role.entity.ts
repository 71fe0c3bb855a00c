import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, RefColumn } from '../../storage/columns';
import type { AppId, BrandId, RoleId, UserId } from '../../kernel/ids';

/** The role that a user has within one app; one per user and app (DF-ACC-01). */
@Entity('user_app_roles')
@Index('uq_user_app_roles_brand_id_user_id_app_id', ['brandId', 'userId', 'appId'], { unique: true })
@Index('uq_user_app_roles_brand_id_number', ['brandId', 'number'], { unique: true })
@Index('ix_user_app_roles_brand_id_app_id', ['brandId', 'appId'])
@Index('ix_user_app_roles_brand_id_role_id', ['brandId', 'roleId'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_user_app_roles_user_id' })
@ForeignKey('AppEntity', ['brandId', 'appId'], ['brandId', 'id'], { name: 'fk_user_app_roles_app_id' })
@ForeignKey('RoleEntity', ['brandId', 'roleId'], ['brandId', 'id'], { name: 'fk_user_app_roles_role_id' })
export class UserAppRoleEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('number') number!: number;
  @RefColumn('user_id') userId!: UserId;
  @RefColumn('app_id') appId!: AppId;
  @RefColumn('role_id') roleId!: RoleId;
}
