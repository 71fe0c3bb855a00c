import { Injectable } from '@nestjs/common';
import { type AppId, type BrandId, type DeviceId, type SessionId, type UserId, uuidv7 } from '../../kernel/ids';
import { keyDigest, newKey } from '../../kernel/secrets/key-text';
import type { Store } from '../../storage/database';
import type { BrandSettings } from '../brands/brand-settings';
import { AuthKeyRepository, type NewAuthKey } from './auth-key.repository';
import { SessionRepository } from './session.repository';

/** What a sign-in or a refresh hands out. */
export interface KeyPair {
  readonly authKey: string;
  readonly refreshKey: string;
  /** Epoch ms at which the Auth Key ends. */
  readonly expiresAt: number;
}

export interface SessionRequest {
  readonly brandId: BrandId;
  readonly userId: UserId;
  /** The user's credential version when the password was read (SEC-SES-02). */
  readonly credentialVersion: number;
  readonly deviceId: DeviceId | null;
  /** The client application, where the sign-in names one. */
  readonly appId: AppId | null;
  readonly dialect: string;
  readonly factors: readonly string[];
  readonly address: string;
  readonly userAgent: string | null;
}

/** Begins sessions. A sign-in always makes a new one with new secrets (SEC-SES-01). */
@Injectable()
export class SessionIssuer {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly keys: AuthKeyRepository,
  ) {}

  /** @returns null when the account changed since its password was checked */
  async issue(
    store: Store,
    request: SessionRequest,
    settings: BrandSettings,
    now: number,
  ): Promise<{ sessionId: SessionId; uid: string; pair: KeyPair } | null> {
    const { credentialVersion, factors, ...rest } = request;
    const absoluteExpiresAt = now + settings.refreshKeyAbsoluteLifetime * 1_000;
    const lifetimes = lifetimesOf(settings, absoluteExpiresAt, now);
    const uid = uuidv7(now);
    const sessionId = await this.sessions.insertIfUnchanged(
      store,
      {
        ...rest,
        uid,
        scope: 'full',
        aal: factors.length,
        factors: factors.join(','),
        authAt: now,
        createdAt: now,
        expiresAt: lifetimes.session,
        absoluteExpiresAt,
      },
      credentialVersion,
    );
    if (sessionId === null) return null;
    const pair = { authKey: newKey('auth'), refreshKey: newKey('refresh') };
    await this.keys.insert(store, pairRows({ brandId: request.brandId, sessionId }, pair, lifetimes, now));
    return { sessionId, uid, pair: { ...pair, expiresAt: lifetimes.auth } };
  }
}

export interface Lifetimes {
  readonly auth: number;
  readonly refresh: number;
  /** The later of the two. */
  readonly session: number;
}

/** Epoch ms at which a pair issued now ends; the session's absolute end caps both (JFW-KEY-11). */
export function lifetimesOf(settings: BrandSettings, absoluteExpiresAt: number, now: number): Lifetimes {
  const auth = Math.min(now + settings.authKeyLifetime * 1_000, absoluteExpiresAt);
  const refresh = Math.min(now + settings.refreshKeyLifetime * 1_000, absoluteExpiresAt);
  return { auth, refresh, session: Math.max(auth, refresh) };
}

interface PairOwner {
  readonly brandId: BrandId;
  readonly sessionId: SessionId;
  readonly parentId?: number;
  readonly derivationVersion?: string;
}

/** The two rows of a pair. */
export function pairRows(
  owner: PairOwner,
  pair: { readonly authKey: string; readonly refreshKey: string },
  lifetimes: Lifetimes,
  now: number,
): NewAuthKey[] {
  const row = (kind: 'auth' | 'refresh', text: string, expiresAt: number): NewAuthKey => ({
    brandId: owner.brandId,
    sessionId: owner.sessionId,
    kind,
    hash: keyDigest(text),
    parentId: owner.parentId ?? null,
    derivationVersion: owner.derivationVersion ?? null,
    issuedAt: now,
    expiresAt,
    firstUsedAt: null,
    lastUsedAt: null,
    consumedAt: null,
    rotationDeviceCode: null,
  });
  return [row('auth', pair.authKey, lifetimes.auth), row('refresh', pair.refreshKey, lifetimes.refresh)];
}
