import { Entity, ForeignKey, Index } from 'typeorm';
import {
  DigestColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, LinkId, PushId, UserId } from '../../kernel/ids';
import type { Audience } from './audience';

/**
 * `spreading`: its deliveries are being written down. `sending`: they are all there. `done`: none waits any more.
 * `expired`: nobody wanted the rest any more.
 */
export type PushState = 'spreading' | 'sending' | 'done' | 'cancelled' | 'expired';

/** A message to some of a brand's devices. What it says lies in the outbox, and is gone when it is over. */
@Entity('pushes')
@Index('uq_pushes_uid', ['uid'], { unique: true })
@Index('uq_pushes_brand_id_id', ['brandId', 'id'], { unique: true })
@Index('uq_pushes_brand_id_idempotency_key', ['brandId', 'idempotencyKey'], { unique: true })
@Index('ix_pushes_state_expires_at', ['state', 'expiresAt'])
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_pushes_brand_id' })
export class PushEntity {
  @IdColumn() id!: PushId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  /** The sender's name of the request: the same one again sends nothing again. */
  @TextColumn('idempotency_key', 128, { nullable: true }) idempotencyKey!: string | null;
  /** Of what was asked for, so that a key used for something else is noticed. */
  @DigestColumn('request_hash') requestHash!: Buffer;
  @JsonColumn('audience') audience!: Audience;
  @TextColumn('state', 16) state!: PushState;
  /** The last link whose delivery is written down. */
  @RefColumn('last_link_id') lastLinkId!: LinkId;
  /** Deliveries written down so far. */
  @IntegerColumn('recipients') recipients!: number;
  @RefColumn('created_by', { nullable: true }) createdBy!: UserId | null;
  @InstantColumn('created_at') createdAt!: number;
  /** After this nothing of it is sent any more. */
  @InstantColumn('expires_at') expiresAt!: number;
  @InstantColumn('finished_at', { nullable: true }) finishedAt!: number | null;
}
