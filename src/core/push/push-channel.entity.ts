import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, LongTextColumn, RefColumn, TextColumn, UidColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/** A brand's Firebase project: the service account that pushes are sent with. */
@Entity('push_channels')
@Index('uq_push_channels_uid', ['uid'], { unique: true })
@Index('uq_push_channels_brand_id', ['brandId'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_push_channels_brand_id' })
export class PushChannelEntity {
  @IdColumn() id!: number;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @TextColumn('project_id', 128) projectId!: string;
  @TextColumn('client_email', 254) clientEmail!: string;
  /** Google's name of the key, for people to tell keys apart by. */
  @TextColumn('private_key_id', 64) privateKeyId!: string;
  /** The whole service-account JSON, sealed; never shown (SEC-KEY-04). */
  @LongTextColumn('credential_sealed') credentialSealed!: string;
  /** When Google last gave a token for it. */
  @InstantColumn('tested_at') testedAt!: number;
  /** What Google said when it last refused the credential or the project; null while all is well. */
  @TextColumn('last_error', 64, { nullable: true }) lastError!: string | null;
  /** When it last said so. */
  @InstantColumn('last_error_at', { nullable: true }) lastErrorAt!: number | null;
  /** Before this instant nothing is sent: Google asked to wait. */
  @InstantColumn('paused_until', { nullable: true }) pausedUntil!: number | null;
  @RefColumn('modified_by', { nullable: true }) modifiedBy!: UserId | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
