import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/** A password that an account had, kept as long as the brand refuses its return. */
@Entity('password_history')
@Index('ix_password_history_brand_id_user_id', ['brandId', 'userId'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_password_history_user_id' })
export class PasswordHistoryEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @TextColumn('password_hash', 200) passwordHash!: string;
  @InstantColumn('replaced_at') replacedAt!: number;
}
