import { Injectable } from '@nestjs/common';
import type { BrandId, DeviceId, LinkId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { type PushTokenKind, pushTokenKind } from '../devices/push-token';

/** Why a message does not reach the device of a link now. */
export type Obstacle =
  'device-removed' | 'device-blocked' | 'user-inactive' | 'no-token' | 'token-dead' | 'signed-out' | 'token-stale';

/** A link as it is just before something is sent to it. */
export interface Reach {
  readonly id: LinkId;
  readonly brandId: BrandId;
  readonly deviceId: DeviceId;
  readonly obstacle: Obstacle | null;
  readonly pushToken: string | null;
  readonly pushTokenHash: Buffer | null;
  readonly tokenKind: PushTokenKind;
}

/**
 * The one rule of whom a message reaches (JFW-PSH-06). A token that a sign-out kept is sent to; any other one needs a
 * living session on the device, because a session that ran out may not have been swept yet. One placeholder: now.
 * The sign keeps SQLite from looking through everybody's living sessions for each link, instead of the user's own.
 */
const OBSTACLE = `CASE
  WHEN l.deleted_at IS NOT NULL THEN 'device-removed'
  WHEN d.status <> 'Active' THEN 'device-blocked'
  WHEN u.status <> 'Active' THEN 'user-inactive'
  WHEN l.push_token_hash IS NULL THEN 'no-token'
  WHEN l.token_status = 'invalid' THEN 'token-dead'
  WHEN l.logged_out_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM sessions s WHERE s.brand_id = l.brand_id AND s.user_id = l.user_id AND s.revoked_at IS NULL
       AND +s.expires_at > ? AND (s.device_id = l.device_id OR s.id = l.guest_session_id)) THEN 'signed-out'
  WHEN l.token_status = 'stale' THEN 'token-stale' END`;

const LINKS = `user_devices l
  JOIN devices d ON d.brand_id = l.brand_id AND d.id = l.device_id
  JOIN users u ON u.brand_id = l.brand_id AND u.id = l.user_id`;

/** A part of a WHERE clause over the aliases l, d and u. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

interface Row {
  readonly id: number | string;
  readonly deviceId: number | string;
  readonly obstacle: Obstacle | null;
  readonly token: string | null;
  readonly hash: Buffer | null;
  readonly kind: PushTokenKind | null;
}

/** Which links of an audience to look at. */
export interface Reaching {
  readonly audience: Condition;
  /** A message to one of them goes to a stale token, too (JFW-PSH-06). */
  readonly withStale: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** Whom messages reach at this moment. */
@Injectable()
export class ReachRepository {
  /** @param now epoch ms */
  async find(store: Store, brandId: BrandId, ids: readonly LinkId[], now: number): Promise<Reach[]> {
    if (ids.length === 0) return [];
    const rows: Row[] = await store.query(
      `SELECT l.id AS "id", l.device_id AS "deviceId", l.push_token AS "token", l.push_token_hash AS "hash",
              l.token_kind AS "kind", ${OBSTACLE} AS "obstacle"
         FROM ${LINKS} WHERE l.brand_id = ? AND l.id IN (${ids.map(() => '?').join(', ')})`,
      [now, brandId, ...ids],
    );
    return rows.map((row) => reachOf(brandId, row));
  }

  /** Links that are reached, with the versions their apps report, by id. @param after the last one of the page before */
  async page(
    store: Store,
    brandId: BrandId,
    { audience, withStale, now }: Reaching,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): Promise<{ readonly id: LinkId; readonly appVersionNumber: string | null }[]> {
    const rows: { readonly id: number | string; readonly version: string | null }[] = await store.query(
      `SELECT l.id AS "id", d.app_version_number AS "version" FROM ${LINKS}
        WHERE l.brand_id = ? AND l.id > ? ${audience.sql} AND ${reached(withStale)} ORDER BY l.id LIMIT ${limit}`,
      [brandId, after, ...audience.values, now],
    );
    return rows.map(({ id, version }) => ({ id: Number(id) as LinkId, appVersionNumber: version }));
  }

  /** How many are reached, by the version their app reports. */
  async countByVersion(
    store: Store,
    brandId: BrandId,
    { audience, withStale, now }: Reaching,
  ): Promise<{ readonly appVersionNumber: string | null; readonly count: number }[]> {
    const rows: { readonly version: string | null; readonly count: number | string }[] = await store.query(
      `SELECT d.app_version_number AS "version", COUNT(*) AS "count" FROM ${LINKS}
        WHERE l.brand_id = ? ${audience.sql} AND ${reached(withStale)} GROUP BY d.app_version_number`,
      [brandId, ...audience.values, now],
    );
    return rows.map(({ version, count }) => ({ appVersionNumber: version, count: Number(count) }));
  }
}

function reached(withStale: boolean): string {
  return withStale ? `COALESCE(${OBSTACLE}, 'token-stale') = 'token-stale'` : `(${OBSTACLE}) IS NULL`;
}

function reachOf(brandId: BrandId, { id, deviceId, obstacle, token, hash, kind }: Row): Reach {
  return {
    ...{ id: Number(id) as LinkId, brandId, deviceId: Number(deviceId) as DeviceId },
    ...{ obstacle, pushToken: token, pushTokenHash: hash, tokenKind: kind ?? pushTokenKind(token ?? '') },
  };
}
