import { Entity, ForeignKey, Index } from 'typeorm';
import { DigestColumn, IdColumn, RefColumn } from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** Where a brand's hash chain of audit events ends, and where it begins since older events were pruned (SEC-AUD-01). */
@Entity('audit_chains')
@Index('uq_audit_chains_brand_id', ['brandId'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_audit_chains_brand_id' })
export class AuditChainEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('sequence') sequence!: number;
  @DigestColumn('hash') hash!: Buffer;
  @RefColumn('pruned_sequence') prunedSequence!: number;
  @DigestColumn('pruned_hash') prunedHash!: Buffer;
}
