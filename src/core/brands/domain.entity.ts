import { Entity, ForeignKey, Index } from 'typeorm';
import { FlagColumn, IdColumn, InstantColumn, RefColumn, TextColumn, UidColumn } from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** A host (or host:port) that names a brand. */
@Entity('domains')
@Index('uq_domains_uid', ['uid'], { unique: true })
@Index('uq_domains_brand_id_domain', ['brandId', 'domain'], { unique: true })
@Index('uq_domains_verified_domain', ['verifiedDomain'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_domains_brand_id' })
export class DomainEntity {
  @IdColumn() id!: number;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @TextColumn('domain', 260) domain!: string;
  /** Equal to `domain` once verified, else null: the index lets one brand only hold it (JFW-BRD-08). */
  @TextColumn('verified_domain', 260, { nullable: true }) verifiedDomain!: string | null;
  @FlagColumn('is_primary') isPrimary!: boolean;
  /** What the domain's DNS has to show before an Admin may verify it (JFW-ADM-12). */
  @TextColumn('verification_token', 64, { nullable: true }) verificationToken!: string | null;
  @InstantColumn('verified_at', { nullable: true }) verifiedAt!: number | null;
  @InstantColumn('created_at') createdAt!: number;
}
