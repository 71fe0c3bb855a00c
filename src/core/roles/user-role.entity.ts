import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, RefColumn } from '../../storage/columns';
import type { BrandId, RoleId, UserId } from '../../kernel/ids';

/** That a user holds a role. Both must be of the brand: the foreign keys say so. */
@Entity('user_roles')
@Index('uq_user_roles_brand_id_user_id_role_id', ['brandId', 'userId', 'roleId'], { unique: true })
@Index('ix_user_roles_brand_id_role_id', ['brandId', 'roleId'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_user_roles_user_id' })
@ForeignKey('RoleEntity', ['brandId', 'roleId'], ['brandId', 'id'], { name: 'fk_user_roles_role_id' })
export class UserRoleEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @RefColumn('role_id') roleId!: RoleId;
}
