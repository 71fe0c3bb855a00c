import { Entity, ForeignKey, Index } from 'typeorm';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, UserId } from '../../kernel/ids';

export type UserStatus = 'Inactive' | 'Active' | 'Deleted' | 'Suspended' | 'Locked';

/** A person (or a back-end's account) in one brand. */
@Entity('users')
@Index('uq_users_uid', ['uid'], { unique: true })
@Index('uq_users_brand_id_id', ['brandId', 'id'], { unique: true })
@Index('uq_users_brand_id_number', ['brandId', 'number'], { unique: true })
@Index('uq_users_brand_id_code', ['brandId', 'code'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_users_brand_id' })
export class UserEntity {
  @IdColumn() id!: UserId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  /** Counts per brand; what some dialects show as the id. */
  @RefColumn('number') number!: number;
  /** 10 characters A-Z 2-7. */
  @TextColumn('code', 10) code!: string;
  /** As typed; the canonical keys are rows of `identifiers`. */
  @TextColumn('username', 254, { nullable: true }) username!: string | null;
  @TextColumn('email_address', 254, { nullable: true }) emailAddress!: string | null;
  @TextColumn('phone_number', 16, { nullable: true }) phoneNumber!: string | null;
  @TextColumn('first_name', 400, { nullable: true }) firstName!: string | null;
  @TextColumn('last_name', 400, { nullable: true }) lastName!: string | null;
  @TextColumn('nick_name', 400, { nullable: true }) nickName!: string | null;
  @TextColumn('avatar', 2048, { nullable: true }) avatar!: string | null;
  @TextColumn('website', 2048, { nullable: true }) website!: string | null;
  @TextColumn('bio', 2000, { nullable: true }) bio!: string | null;
  @TextColumn('language_code', 35) languageCode!: string;
  @TextColumn('time_zone_id', 100, { nullable: true }) timeZoneId!: string | null;
  @TextColumn('status', 16) status!: UserStatus;
  /** `$bg1$…`, an imported bcrypt hash, or null for an account without local password. */
  @TextColumn('password_hash', 200, { nullable: true }) passwordHash!: string | null;
  @InstantColumn('password_changed_at', { nullable: true }) passwordChangedAt!: number | null;
  /** Raised by everything that must void sign-ins under way (SEC-SES-02). */
  @IntegerColumn('credential_version') credentialVersion!: number;
  /** Raised by everything that takes a right away (SEC-REV-02). */
  @IntegerColumn('epoch') epoch!: number;
  @IntegerColumn('failed_sign_ins') failedSignIns!: number;
  @InstantColumn('locked_until', { nullable: true }) lockedUntil!: number | null;
  @FlagColumn('is_email_verified') isEmailVerified!: boolean;
  @InstantColumn('last_login_at', { nullable: true }) lastLoginAt!: number | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
