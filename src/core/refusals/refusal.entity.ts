import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, JsonColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** What came of one step of the gate. Never holds a secret. */
export interface RefusalStep {
  readonly name: string;
  readonly outcome: 'passed' | 'refused' | 'not-reached';
  /** Why, in words for an operator. */
  readonly reason: string | null;
  /** The same, where it tells of other brands: for the installation's operators alone (SEC-TEN-03). */
  readonly insight?: string;
}

/** One refused request, kept for a while so that an operator can say why it was refused. */
@Entity('refusals')
@Index('ix_refusals_correlation_id', ['correlationId', 'brandId'])
@Index('ix_refusals_happened_at', ['happenedAt'])
export class RefusalEntity {
  @IdColumn() id!: number;
  /** Null when no brand was found for it. */
  @RefColumn('brand_id', { nullable: true }) brandId!: BrandId | null;
  @TextColumn('correlation_id', 64) correlationId!: string;
  @InstantColumn('happened_at') happenedAt!: number;
  @TextColumn('dialect', 16) dialect!: string;
  @TextColumn('method', 16) method!: string;
  /** The route's template, never the path itself. */
  @TextColumn('route', 255, { nullable: true }) route!: string | null;
  @IntegerColumn('status') status!: number;
  @TextColumn('code', 64) code!: string;
  @TextColumn('user_uid', 36, { nullable: true }) userUid!: string | null;
  @TextColumn('session_uid', 36, { nullable: true }) sessionUid!: string | null;
  @TextColumn('address', 45, { nullable: true }) address!: string | null;
  @JsonColumn('steps') steps!: readonly RefusalStep[];
}
