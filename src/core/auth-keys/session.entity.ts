import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, RefColumn, TextColumn, UidColumn } from '../../storage/columns';
import type { AppId, BrandId, DeviceId, SessionId, UserId } from '../../kernel/ids';

/** `enrolment`: good for setting up a second factor and nothing else (SEC-MFA-06). */
export type SessionScope = 'full' | 'enrolment';

/** One sign-in on one device; the native pages call it, with its keys, a family. */
@Entity('sessions')
@Index('uq_sessions_uid', ['uid'], { unique: true })
@Index('uq_sessions_brand_id_id', ['brandId', 'id'], { unique: true })
@Index('ix_sessions_brand_id_user_id', ['brandId', 'userId', 'revokedAt'])
@Index('ix_sessions_brand_id_app_id', ['brandId', 'appId'])
@Index('ix_sessions_brand_id_device_id', ['brandId', 'deviceId'])
@Index('ix_sessions_revoked_at_expires_at', ['revokedAt', 'expiresAt'])
@ForeignKey('UserEntity', ['brandId', 'userId'], ['brandId', 'id'], { name: 'fk_sessions_user_id' })
@ForeignKey('AppEntity', ['brandId', 'appId'], ['brandId', 'id'], { name: 'fk_sessions_app_id' })
@ForeignKey('DeviceEntity', ['brandId', 'deviceId'], ['brandId', 'id'], { name: 'fk_sessions_device_id' })
export class SessionEntity {
  @IdColumn() id!: SessionId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('user_id') userId!: UserId;
  @RefColumn('device_id', { nullable: true }) deviceId!: DeviceId | null;
  /** The client application whose API key came with the sign-in. */
  @RefColumn('app_id', { nullable: true }) appId!: AppId | null;
  @TextColumn('dialect', 16) dialect!: string;
  @TextColumn('scope', 16) scope!: SessionScope;
  /** Authenticator assurance level reached: 1 one factor, 2 two. */
  @IntegerColumn('aal') aal!: number;
  /** Comma-separated: `pwd`, `totp`, … */
  @TextColumn('factors', 100) factors!: string;
  /** When the user last proved who they are. */
  @InstantColumn('auth_at') authAt!: number;
  @InstantColumn('created_at') createdAt!: number;
  /** When the session ends unless it is refreshed before: the end of its newest keys (JFW-KEY-11). */
  @InstantColumn('expires_at') expiresAt!: number;
  /** The last instant a refresh can move that end to. */
  @InstantColumn('absolute_expires_at') absoluteExpiresAt!: number;
  @InstantColumn('revoked_at', { nullable: true }) revokedAt!: number | null;
  @TextColumn('revoke_reason', 32, { nullable: true }) revokeReason!: string | null;
  @IntegerColumn('epoch') epoch!: number;
  /** When the user was last told that its headers name another device, another system, an older app. */
  @InstantColumn('device_drift_told_at', { nullable: true }) deviceDriftToldAt!: number | null;
  @InstantColumn('system_drift_told_at', { nullable: true }) systemDriftToldAt!: number | null;
  @InstantColumn('version_drift_told_at', { nullable: true }) versionDriftToldAt!: number | null;
  @TextColumn('address', 45) address!: string;
  @TextColumn('user_agent', 512, { nullable: true }) userAgent!: string | null;
}
