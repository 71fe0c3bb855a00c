import { Entity, ForeignKey, Index } from 'typeorm';
import { FlagColumn, IdColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/**
 * The canonical key of what a person types to say who they are. Usernames, e-mail addresses and phone numbers of a
 * brand share this one namespace, so that no key ever denotes two accounts (SEC-ID-04).
 */
@Entity('identifiers')
@Index('uq_identifiers_brand_id_canonical_key', ['brandId', 'canonicalKey'], { unique: true })
@Index('ix_identifiers_brand_id_user_id', ['brandId', 'userId'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_identifiers_user_id' })
export class IdentifierEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @TextColumn('canonical_key', 254) canonicalKey!: string;
  @FlagColumn('is_username') isUsername!: boolean;
  @FlagColumn('is_email') isEmail!: boolean;
  @FlagColumn('is_phone') isPhone!: boolean;
}
