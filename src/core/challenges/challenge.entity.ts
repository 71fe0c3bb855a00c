import { Entity, ForeignKey, Index } from 'typeorm';
import {
  DigestColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, ChallengeId, UserId } from '../../kernel/ids';

/** What a one-time secret is good for. Used for anything else it neither works nor wears out (SEC-OT-05). */
export type ChallengePurpose = 'password-reset' | 'email-verification' | 'invitation' | 'registration' | 'sign-in';

/** `link`: 256 random bits in a link. `code`: 32 characters. `digits`: typed by hand. */
export type ChallengeKind = 'link' | 'code' | 'digits';

/** A one-time secret that somebody was sent (§5 of the security page). */
@Entity('challenges')
@Index('uq_challenges_uid', ['uid'], { unique: true })
@Index('uq_challenges_brand_id_secret_hash', ['brandId', 'secretHash'], { unique: true })
@Index('ix_challenges_brand_id_user_id', ['brandId', 'userId', 'purpose'])
@Index('ix_challenges_expires_at', ['expiresAt'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_challenges_user_id' })
export class ChallengeEntity {
  @IdColumn() id!: ChallengeId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @TextColumn('purpose', 32) purpose!: ChallengePurpose;
  @TextColumn('kind', 16) kind!: ChallengeKind;
  @DigestColumn('secret_hash') secretHash!: Buffer;
  /** The key ring's entry under which a short code was hashed; null for long secrets. */
  @TextColumn('ring_id', 32, { nullable: true }) ringId!: string | null;
  /** Canonical key of the address that it was sent to, and that whoever redeems it has proven to own. */
  @TextColumn('target', 254, { nullable: true }) target!: string | null;
  /** Wrong tries so far. */
  @IntegerColumn('attempts') attempts!: number;
  @InstantColumn('expires_at') expiresAt!: number;
  /** When it was redeemed, replaced or voided. */
  @InstantColumn('used_at', { nullable: true }) usedAt!: number | null;
  @InstantColumn('created_at') createdAt!: number;
}
