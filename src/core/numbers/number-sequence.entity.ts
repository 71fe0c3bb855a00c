import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId } from '../../kernel/ids';

/** What carries a number of its own in each brand. */
export const NUMBERED_NOUNS = ['user', 'app', 'role', 'service', 'role-service', 'user-app-role'] as const;

export type NumberedNoun = (typeof NUMBERED_NOUNS)[number];

/** The next integer that a brand gives to one kind of thing. */
@Entity('number_sequences')
@Index('uq_number_sequences_brand_id_noun', ['brandId', 'noun'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_number_sequences_brand_id' })
export class NumberSequenceEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @TextColumn('noun', 16) noun!: NumberedNoun;
  @RefColumn('next_value') nextValue!: number;
}
