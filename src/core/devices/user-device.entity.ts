import { Entity, ForeignKey, Index } from 'typeorm';
import {
  DigestColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
} from '../../storage/columns';
import type { BrandId, DeviceId, LinkId, SessionId, UserId } from '../../kernel/ids';
import type { PushTokenKind } from './push-token';

/** The link of a user and a device; it, not the device, owns the push token (JFW-TOK-01). */
@Entity('user_devices')
@Index('uq_user_devices_brand_id_user_id_device_id', ['brandId', 'userId', 'deviceId'], { unique: true })
@Index('uq_user_devices_brand_id_push_token_hash', ['brandId', 'pushTokenHash'], { unique: true })
@Index('ix_user_devices_brand_id_device_id', ['brandId', 'deviceId'])
@Index('ix_user_devices_brand_id_id', ['brandId', 'id'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_user_devices_user_id' })
@ForeignKey('DeviceEntity', ['brandId', 'deviceId'], ['brandId', 'id'], { name: 'fk_user_devices_device_id' })
export class UserDeviceEntity {
  @IdColumn() id!: LinkId;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @RefColumn('device_id') deviceId!: DeviceId;
  @LongTextColumn('push_token', { nullable: true }) pushToken!: string | null;
  @DigestColumn('push_token_hash', { nullable: true }) pushTokenHash!: Buffer | null;
  @TextColumn('token_kind', 16, { nullable: true }) tokenKind!: PushTokenKind | null;
  @TextColumn('token_status', 16, { nullable: true }) tokenStatus!: 'active' | 'stale' | 'invalid' | null;
  @InstantColumn('token_updated_at', { nullable: true }) tokenUpdatedAt!: number | null;
  /** When an invalid token was last taken back because its app presented it again (JFW-TOK-11). */
  @InstantColumn('token_revived_at', { nullable: true }) tokenRevivedAt!: number | null;
  /** Moves of the held token between links since `tokenMovesSince`; they travel with the token (JFW-TOK-08). */
  @IntegerColumn('token_moves') tokenMoves!: number;
  @InstantColumn('token_moves_since', { nullable: true }) tokenMovesSince!: number | null;
  @TextColumn('session_text', 512, { nullable: true }) sessionText!: string | null;
  @TextColumn('tags', 2000, { nullable: true }) tags!: string | null;
  /** The last sign-in on this link, or its creation when it was made without one (JFW-TOK-05). */
  @InstantColumn('logged_in_at') loggedInAt!: number;
  /** The last successful sign-in with a password on this link: what makes a device known (SEC-BF-03). */
  @InstantColumn('signed_in_at', { nullable: true }) signedInAt!: number | null;
  @InstantColumn('logged_out_at', { nullable: true }) loggedOutAt!: number | null;
  @InstantColumn('last_access_at', { nullable: true }) lastAccessAt!: number | null;
  @InstantColumn('deleted_at', { nullable: true }) deletedAt!: number | null;
  /** Set when the user re-installed the app elsewhere: kept for the trail, not counted (JFW-TOK-07). */
  @InstantColumn('superseded_at', { nullable: true }) supersededAt!: number | null;
  /** The client said it leaves; it is back with its next access (JFW-DEV-21). */
  @InstantColumn('offline_at', { nullable: true }) offlineAt!: number | null;
  /** A session bound to another device that last spoke for this one: the link ends with it too (JFW-SES-01). */
  @RefColumn('guest_session_id', { nullable: true }) guestSessionId!: SessionId | null;
  @InstantColumn('created_at') createdAt!: number;
}
