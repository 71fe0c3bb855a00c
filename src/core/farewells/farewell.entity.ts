import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn, TextColumn, UidColumn } from '../../storage/columns';
import type { BrandId, FarewellId, LinkId } from '../../kernel/ids';

export const FAREWELL_STATES = ['queued', 'delivered', 'confirmed', 'unreached'] as const;

/** `delivered`: Google took it. `confirmed`: the app said that it came. `unreached`: neither, and nothing is tried any more. */
export type FarewellState = (typeof FAREWELL_STATES)[number];

/** What signed the device out. */
export type FarewellCause = 'device-removed' | 'session-ended' | 'signed-out-everywhere' | 'user-removed';

/**
 * The last message to a device that was signed out by somebody else. The token it goes to lies in the outbox alone: the
 * registration is gone.
 */
@Entity('farewells')
@Index('uq_farewells_uid', ['uid'], { unique: true })
@Index('ix_farewells_brand_id_link_id', ['brandId', 'linkId'])
@Index('ix_farewells_state_expires_at', ['state', 'expiresAt'])
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_farewells_brand_id' })
export class FarewellEntity {
  @IdColumn() id!: FarewellId;
  /** Goes with the message: the app confirms by it. */
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('link_id') linkId!: LinkId;
  @TextColumn('cause', 32) cause!: FarewellCause;
  @TextColumn('state', 16) state!: FarewellState;
  /** Why it did not reach the device, or was not taken yet. */
  @TextColumn('reason', 64, { nullable: true }) reason!: string | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('delivered_at', { nullable: true }) deliveredAt!: number | null;
  @InstantColumn('confirmed_at', { nullable: true }) confirmedAt!: number | null;
  /** Google lets go of it by then. */
  @InstantColumn('expires_at') expiresAt!: number;
}
