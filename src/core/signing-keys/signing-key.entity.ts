import { Entity, ForeignKey, Index } from 'typeorm';
import {
  IdColumn,
  InstantColumn,
  JsonColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** A brand's key pair for signed tokens (SEC-SES-08); its public id is the `kid`. */
@Entity('signing_keys')
@Index('uq_signing_keys_uid', ['uid'], { unique: true })
@Index('ix_signing_keys_brand_id_active_from', ['brandId', 'activeFrom'])
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_signing_keys_brand_id' })
export class SigningKeyEntity {
  @IdColumn() id!: number;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  /** One algorithm per key: `ES256`. */
  @TextColumn('algorithm', 16) algorithm!: string;
  @JsonColumn('public_jwk') publicJwk!: Readonly<Record<string, string>>;
  @LongTextColumn('private_sealed') privateSealed!: string;
  /** Signs from then on; it is published before. */
  @InstantColumn('active_from') activeFrom!: number;
  /** Neither signs nor verifies from then on. */
  @InstantColumn('retired_at', { nullable: true }) retiredAt!: number | null;
  @InstantColumn('created_at') createdAt!: number;
}
