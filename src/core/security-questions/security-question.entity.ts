import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

/** An account's security question (DF-PWD-12). */
@Entity('security_questions')
@Index('uq_security_questions_brand_id_user_id', ['brandId', 'userId'], { unique: true })
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_security_questions_user_id' })
export class SecurityQuestionEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @TextColumn('question', 255) question!: string;
  /** Hashed like a password, trimmed and case-folded before (SEC-RST-06). */
  @TextColumn('answer_hash', 200) answerHash!: string;
  /** Tries since `failuresSince`. */
  @IntegerColumn('failures') failures!: number;
  @InstantColumn('failures_since', { nullable: true }) failuresSince!: number | null;
  @InstantColumn('modified_at') modifiedAt!: number;
}
