import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, RefColumn, TextColumn, UidColumn } from '../../storage/columns';
import type { BrandId, LinkId, PushDeliveryId, PushId } from '../../kernel/ids';

export const DELIVERY_STATES = ['queued', 'accepted', 'confirmed', 'failed', 'unreached', 'cancelled'] as const;

/**
 * `accepted`: Google took it. `confirmed`: the app said that it came. `failed`: Google does not take the message, or
 * not in ten tries. `unreached`: there was no device to send it to, or not in time.
 */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A message to one device. */
@Entity('push_deliveries')
@Index('uq_push_deliveries_uid', ['uid'], { unique: true })
@Index('uq_push_deliveries_brand_id_push_id_link_id', ['brandId', 'pushId', 'linkId'], { unique: true })
@Index('ix_push_deliveries_brand_id_next_attempt_at', ['brandId', 'pushId', 'state', 'nextAttemptAt'])
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_push_deliveries_brand_id' })
@ForeignKey('PushEntity', ['brandId', 'pushId'], ['brandId', 'id'], { name: 'fk_push_deliveries_push_id' })
export class PushDeliveryEntity {
  @IdColumn() id!: PushDeliveryId;
  /** Goes with the message: the app confirms by it. */
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('push_id') pushId!: PushId;
  @RefColumn('link_id') linkId!: LinkId;
  @TextColumn('state', 16) state!: DeliveryState;
  /** Why it is in this state, or was not sent yet. */
  @TextColumn('reason', 64, { nullable: true }) reason!: string | null;
  @IntegerColumn('attempts') attempts!: number;
  @InstantColumn('next_attempt_at') nextAttemptAt!: number;
  /** The worker's run that is sending it, as the outbox names it. */
  @TextColumn('lease', 36, { nullable: true }) lease!: string | null;
  /** Google's name of the message. */
  @TextColumn('message_id', 255, { nullable: true }) messageId!: string | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('accepted_at', { nullable: true }) acceptedAt!: number | null;
  @InstantColumn('confirmed_at', { nullable: true }) confirmedAt!: number | null;
}
