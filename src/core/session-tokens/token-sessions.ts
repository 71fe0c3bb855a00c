import { Injectable } from '@nestjs/common';
import { type AppId, type SessionId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { type NewSession, SessionRepository } from '../auth-keys/session.repository';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import type { UserEntity } from '../users/user.entity';
import { type SignedToken, TokenIssuer } from './token-issuer';

const MINUTE_MS = 60_000;

/** A session about to begin: its token is signed, no row is written. */
export interface SessionDraft {
  readonly uid: string;
  readonly token: SignedToken;
  readonly authAt: number;
}

/** Who signs in, through which app and from where. */
export interface TokenSession {
  readonly user: UserEntity;
  /** The account's when its password was proven or set (SEC-SES-02). */
  readonly credentialVersion: number;
  readonly appId: AppId | null;
  readonly factors: readonly string[];
  readonly address: string;
  readonly userAgent: string | null;
}

/** Begins sessions whose secret is a signed token (section 6 of the DreamFactory contract). */
@Injectable()
export class TokenSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly issuer: TokenIssuer,
  ) {}

  /** Signs the first token; before the transaction, which nothing slow goes into. */
  async draft(brand: BrandSnapshot, user: UserEntity, now: number): Promise<SessionDraft> {
    const uid = uuidv7(now);
    const token = await this.issuer.sign(brand, { user, sessionUid: uid, authAt: now }, now);
    return { uid, token, authAt: now };
  }

  /** @returns null when the account changed since its password was proven or set */
  async begin(
    store: Store,
    brand: BrandSnapshot,
    { uid, token, authAt }: SessionDraft,
    { user, credentialVersion, appId, factors, address, userAgent }: TokenSession,
  ): Promise<SessionId | null> {
    const { refreshWindowMinutes, tokenTtlMinutes } = brand.settings.dreamfactory;
    const windowEnd = authAt + refreshWindowMinutes * MINUTE_MS;
    const session: NewSession = {
      ...{ uid, brandId: brand.id, userId: user.id, deviceId: null, appId, dialect: 'dreamfactory' },
      scope: 'full',
      ...{ aal: factors.length, factors: factors.join(','), authAt, createdAt: authAt, address, userAgent },
      // As long as a token of it can be refreshed, and then as long as the last one lives (DF-TOK-05).
      expiresAt: Math.max(windowEnd, token.expiresAt),
      absoluteExpiresAt: windowEnd + tokenTtlMinutes * MINUTE_MS,
    };
    const id = await this.sessions.insertIfUnchanged(store, session, credentialVersion);
    if (id !== null) await this.issuer.keep(store, brand.id, id, token);
    return id;
  }
}
