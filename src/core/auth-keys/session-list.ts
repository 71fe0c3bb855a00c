import { Injectable } from '@nestjs/common';
import type { BrandId, DeviceId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AuthKeyRepository } from './auth-key.repository';
import { SessionRepository } from './session.repository';

/** A living session as its owner sees it; never a key (JFW-SES-03). Instants in epoch ms. */
export interface ListedSession {
  readonly uid: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** End of its Auth Key. */
  readonly expiresAt: number;
  readonly deviceId: DeviceId | null;
  readonly address: string;
  readonly userAgent: string | null;
}

/** Reads a user's living sessions, newest first. */
@Injectable()
export class SessionList {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly keys: AuthKeyRepository,
  ) {}

  async of(brandId: BrandId, userId: UserId, now: number): Promise<ListedSession[]> {
    const { store } = this.database;
    const live = await this.sessions.listLive(store, brandId, userId, now);
    const keys = await this.keys.listCurrent(
      store,
      brandId,
      live.map(({ id }) => id),
    );
    return live.flatMap((session) => {
      const key = keys.find((k) => k.sessionId === session.id);
      // A session between two pairs is being refreshed at this moment; it is there again a moment later.
      if (!key) return [];
      const { uid, createdAt, deviceId, address, userAgent } = session;
      const { lastUsedAt, expiresAt } = key;
      return [{ uid, createdAt, deviceId, address, userAgent, lastUsedAt, expiresAt }];
    });
  }
}
