import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, LongTextColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/** A brand's own words for a mail, in one language; without it the shipped ones are used. */
@Entity('mail_templates')
@Index('uq_mail_templates_brand_id_topic_locale', ['brandId', 'topic', 'locale'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_mail_templates_brand_id' })
export class MailTemplateEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @TextColumn('topic', 64) topic!: string;
  /** Language, perhaps with region: `vi`, `en-GB`. */
  @TextColumn('locale', 16) locale!: string;
  @TextColumn('subject', 500) subject!: string;
  @LongTextColumn('html') html!: string;
  @LongTextColumn('plain') plain!: string;
  @RefColumn('modified_by', { nullable: true }) modifiedBy!: UserId | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
