import { Entity, ForeignKey, Index } from 'typeorm';
import {
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, OutboxId, UserId } from '../../kernel/ids';

/** `mail` and `push` are sent; `job` is work that must not be seen in the time of an answer (SEC-ENU-02). */
export type OutboxKind = 'mail' | 'push' | 'job';

/** `dead`: given up, for an operator to look at. `expired`: nobody would want it any more. */
export type OutboxState = 'queued' | 'done' | 'dead' | 'expired';

/** Something to do after a change, written in the change's own transaction (REL-08). */
@Entity('outbox')
@Index('uq_outbox_uid', ['uid'], { unique: true })
@Index('ix_outbox_brand_id_next_attempt_at', ['state', 'brandId', 'nextAttemptAt'])
@Index('ix_outbox_next_attempt_at', ['state', 'nextAttemptAt'])
@Index('ix_outbox_brand_id_user_id', ['brandId', 'userId'])
@Index('ix_outbox_finished_at', ['state', 'finishedAt'])
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_outbox_brand_id' })
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_outbox_user_id' })
export class OutboxEntity {
  @IdColumn() id!: OutboxId;
  /** The mail's Message-ID is made of it, so that a receiver knows a repetition. */
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  /** Whom it is for, where that is an account. */
  @RefColumn('user_id', { nullable: true }) userId!: UserId | null;
  @TextColumn('kind', 16) kind!: OutboxKind;
  /** Name of the mail's template, or of the job. */
  @TextColumn('topic', 64) topic!: string;
  /** Sealed JSON; gone once the row is done or expired (SEC-RST-08). */
  @LongTextColumn('payload_sealed', { nullable: true }) payloadSealed!: string | null;
  @TextColumn('state', 16) state!: OutboxState;
  @IntegerColumn('attempts') attempts!: number;
  @InstantColumn('next_attempt_at') nextAttemptAt!: number;
  /** The worker's run that has taken it. */
  @TextColumn('lease', 36, { nullable: true }) lease!: string | null;
  @InstantColumn('leased_until', { nullable: true }) leasedUntil!: number | null;
  @TextColumn('last_error', 500, { nullable: true }) lastError!: string | null;
  /** After this it is not worth sending. */
  @InstantColumn('expires_at') expiresAt!: number;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('finished_at', { nullable: true }) finishedAt!: number | null;
}
