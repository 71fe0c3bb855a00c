import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { GatewayConfig } from '../../config/gateway-config';
import { type BrandId, type SessionId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { AuthKeyRepository } from '../auth-keys/auth-key.repository';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { SIGNING_ALGORITHM, SigningKeys } from '../signing-keys/signing-keys';
import type { UserEntity } from '../users/user.entity';
import { TOKEN_AUDIENCE, type TokenClaims } from './token-claims';
import { tokenDigest } from './token-digest';

/** What a token is made for. */
export interface TokenSubject {
  readonly user: Pick<UserEntity, 'uid' | 'number'>;
  /** Public id of the session. */
  readonly sessionUid: string;
  /** When the user signed in, epoch ms. */
  readonly authAt: number;
}

/** A signed token that no row vouches for yet. Instants in epoch ms. */
export interface SignedToken {
  readonly text: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const JTI_BYTES = 16;

/** Makes session tokens (DF-TOK-01, -02, -04): signed before the transaction, kept as their digest within it. */
@Injectable()
export class TokenIssuer {
  /** Claim `iss`: from configuration alone (SEC-RST-01). */
  readonly name: string;

  constructor(
    private readonly signing: SigningKeys,
    private readonly keys: AuthKeyRepository,
    config: GatewayConfig,
  ) {
    this.name = config.publicUrl ?? `http://localhost:${config.port}`;
  }

  async sign(brand: BrandSnapshot, { user, sessionUid, authAt }: TokenSubject, now: number): Promise<SignedToken> {
    const { kid, key } = await this.signing.current(brand.id, now);
    const iat = Math.floor(now / 1_000);
    const exp = iat + brand.settings.dreamfactory.tokenTtlMinutes * 60;
    const claims: TokenClaims = {
      ...{ iss: this.name, aud: TOKEN_AUDIENCE, sub: user.uid, user_id: user.number, sid: sessionUid },
      ...{ brand: brand.uid, iat, exp, jti: randomBytes(JTI_BYTES).toString('base64url') },
      auth_time: Math.floor(authAt / 1_000),
    };
    // The order of the header's members is part of the contract.
    const header = { typ: 'JWT', alg: SIGNING_ALGORITHM, kid };
    const text = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(key);
    return { text, issuedAt: now, expiresAt: exp * 1_000 };
  }

  /** From now on the token is one of the session's. */
  async keep(store: Store, brandId: BrandId, sessionId: SessionId, token: SignedToken): Promise<void> {
    await this.keys.insert(store, [
      {
        ...{ brandId, sessionId, kind: 'token', hash: tokenDigest(token.text).bytes },
        ...{ parentId: null, derivationVersion: null, issuedAt: token.issuedAt, expiresAt: token.expiresAt },
        ...{ firstUsedAt: null, lastUsedAt: null, consumedAt: null, rotationDeviceCode: null },
      },
    ]);
  }
}
