import { Entity, ForeignKey, Index } from 'typeorm';
import {
  DigestColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/** One line of a brand's append-only trail (JFW-AUD-02). Never holds a secret. */
@Entity('audit_events')
@Index('uq_audit_events_uid', ['uid'], { unique: true })
@Index('ix_audit_events_brand_id_id', ['brandId', 'id'])
@Index('ix_audit_events_happened_at', ['brandId', 'happenedAt'])
@Index('ix_audit_events_actor', ['brandId', 'actorUserId', 'id'])
@Index('ix_audit_events_target', ['brandId', 'targetType', 'targetId', 'id'])
@Index('uq_audit_events_brand_id_sequence', ['brandId', 'sequence'], { unique: true })
@Index('ix_audit_events_sequence', ['sequence', 'brandId', 'id'])
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_audit_events_brand_id' })
export class AuditEventEntity {
  @IdColumn() id!: number;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @InstantColumn('happened_at') happenedAt!: number;
  @TextColumn('event', 64) event!: string;
  /** Null when nobody was signed in. */
  @RefColumn('actor_user_id', { nullable: true }) actorUserId!: UserId | null;
  @TextColumn('target_type', 32, { nullable: true }) targetType!: string | null;
  @TextColumn('target_id', 64, { nullable: true }) targetId!: string | null;
  @TextColumn('address', 45, { nullable: true }) address!: string | null;
  @TextColumn('user_agent', 512, { nullable: true }) userAgent!: string | null;
  @TextColumn('correlation_id', 64, { nullable: true }) correlationId!: string | null;
  @JsonColumn('details') details!: object;
  /** Place in the brand's hash chain; null until it is sealed, a moment after it was written. */
  @RefColumn('sequence', { nullable: true }) sequence!: number | null;
  @DigestColumn('hash', { nullable: true }) hash!: Buffer | null;
}
