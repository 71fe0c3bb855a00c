import { Entity, ForeignKey, Index } from 'typeorm';
import { DigestColumn, IdColumn, InstantColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId, SessionId } from '../../kernel/ids';
import type { KeyKind } from '../../kernel/secrets/key-text';

/** One secret of a session: an Auth Key, a refresh key or a signed token, as its SHA-256. */
@Entity('auth_keys')
@Index('uq_auth_keys_hash', ['hash'], { unique: true })
@Index('uq_auth_keys_parent_id_kind', ['parentId', 'kind'], { unique: true })
@Index('ix_auth_keys_brand_id_session_id', ['brandId', 'sessionId'])
@ForeignKey('SessionEntity', ['brandId', 'sessionId'], ['brandId', 'id'], { name: 'fk_auth_keys_session_id' })
export class AuthKeyEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('session_id') sessionId!: SessionId;
  /** `token`: a signed session token, kept as the digest of its text (DF-TOK-03). */
  @TextColumn('kind', 8) kind!: KeyKind | 'token';
  @DigestColumn('hash') hash!: Buffer;
  /** The refresh key whose consumption made this one; at most one child of a kind (JFW-REF-02). */
  @RefColumn('parent_id', { nullable: true }) parentId!: number | null;
  /** Key-ring id under which the text was derived; null for the first pair, which is random. */
  @TextColumn('derivation_version', 32, { nullable: true }) derivationVersion!: string | null;
  @InstantColumn('issued_at') issuedAt!: number;
  @InstantColumn('expires_at') expiresAt!: number;
  @InstantColumn('first_used_at', { nullable: true }) firstUsedAt!: number | null;
  @InstantColumn('last_used_at', { nullable: true }) lastUsedAt!: number | null;
  /** Refresh key: when it was rotated. Auth Key: when its pair was superseded. */
  @InstantColumn('consumed_at', { nullable: true }) consumedAt!: number | null;
  @TextColumn('rotation_device_code', 200, { nullable: true }) rotationDeviceCode!: string | null;
}
