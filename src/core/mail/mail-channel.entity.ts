import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, LongTextColumn, RefColumn, TextColumn, UidColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/** A brand's own mail server; without one the installation's is used. */
@Entity('mail_channels')
@Index('uq_mail_channels_uid', ['uid'], { unique: true })
@Index('uq_mail_channels_brand_id', ['brandId'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_mail_channels_brand_id' })
export class MailChannelEntity {
  @IdColumn() id!: number;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  /** The whole `smtp(s)://user:password@host:port`, sealed; never shown (SEC-KEY-04). */
  @LongTextColumn('url_sealed') urlSealed!: string;
  /** Host and port, for people to recognise it by. */
  @TextColumn('host', 260) host!: string;
  @TextColumn('from_address', 254) fromAddress!: string;
  @TextColumn('from_name', 200, { nullable: true }) fromName!: string | null;
  /** When the server last took a connection and the credentials. */
  @InstantColumn('tested_at') testedAt!: number;
  @RefColumn('modified_by', { nullable: true }) modifiedBy!: UserId | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
