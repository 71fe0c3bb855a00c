import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** Whose snapshots a change makes unusable, narrowest owner first. */
export type RevocationScope = 'session' | 'user' | 'device' | 'app' | 'brand';

/** One line of the revocation journal (SEC-REV-09); `id` is its version. */
@Entity('revocations')
@Index('ix_revocations_happened_at', ['happenedAt'])
export class RevocationEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @TextColumn('scope', 8) scope!: RevocationScope;
  @RefColumn('target_id') targetId!: number;
  @IntegerColumn('epoch') epoch!: number;
  @InstantColumn('happened_at') happenedAt!: number;
}
