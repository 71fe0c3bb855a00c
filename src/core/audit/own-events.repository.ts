import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type BrandId, isUuid, type UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AuditEventEntity } from './audit-event.entity';
import { type AuditHits, type AuditPage, REACH } from './audit-search.repository';

/** Events that tell a user something about the safety of their own account. */
const SECURITY_EVENTS = [
  ...['auth.login', 'auth.login_failed', 'auth.locked', 'auth.logout', 'auth.refresh_reused'],
  ...['auth.refresh_device_mismatch', 'authkey.revoked', 'device.linked', 'device.relinked', 'device.revoked'],
  ...['device.evicted', 'device.token_moved', 'device.token_move_refused', 'device.drift', 'user.created'],
  ...['user.updated', 'user.status_changed', 'user.type_changed', 'user.roles_changed', 'user.password_changed'],
  ...['user.password_reset', 'user.factor_changed'],
];

export interface EventOwner {
  readonly brandId: BrandId;
  readonly userId: UserId;
  readonly userUid: string;
}

/**
 * What concerns one user: what they did, and what was done to them, their sessions and their links. Each of the four is
 * an index of its own, so the work is as large as the user's own part of the trail. By their own names: a leaf knows no
 * other noun.
 */
const CONCERNING = [
  'SELECT id, event FROM audit_events WHERE brand_id = ? AND actor_user_id = ?',
  "SELECT id, event FROM audit_events WHERE brand_id = ? AND target_type = 'user' AND target_id = ?",
  `SELECT a.id AS id, a.event AS event FROM sessions s
    INNER JOIN audit_events a ON a.brand_id = s.brand_id AND a.target_type = 'session' AND a.target_id = s.uid
    WHERE s.brand_id = ? AND s.user_id = ?`,
];

@Injectable()
export class OwnEventsRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. @param before public id of an event: only what was written before it */
  async find(owner: EventOwner, page: AuditPage, before?: string): Promise<AuditHits> {
    const { store } = this.database;
    if (before !== undefined && !isUuid(before)) return { items: [], total: 0 };
    const { text, values } = await this.concerning(owner, before);
    const skipped = page.number * page.size;
    const size = Math.max(0, Math.min(page.size, REACH - skipped));
    const rows: { id: unknown }[] = await store.query(`${text} ORDER BY id DESC LIMIT ? OFFSET ?`, [
      ...values,
      size,
      skipped,
    ]);
    const counted = `SELECT COUNT(*) AS total FROM (${text} LIMIT ?) counted`;
    const [count]: { total: unknown }[] = await store.query(counted, [...values, REACH]);
    const ids = rows.map(({ id }) => Number(id));
    const where = { brandId: owner.brandId, id: In(ids) };
    const items = ids.length === 0 ? [] : await store.find(AuditEventEntity, { where, order: { id: 'DESC' } });
    return { items, total: Number(count?.total ?? 0) };
  }

  private async concerning({ brandId, userId, userUid }: EventOwner, before: string | undefined) {
    const links = await this.linksOf(brandId, userId);
    const parts = [...CONCERNING];
    const values: unknown[] = [brandId, userId, brandId, userUid, brandId, userId];
    if (links.length > 0) {
      const places = links.map(() => '?').join(', ');
      const ofLinks = `brand_id = ? AND target_type = 'link' AND target_id IN (${places})`;
      parts.push(`SELECT id, event FROM audit_events WHERE ${ofLinks}`);
      values.push(brandId, ...links);
    }
    const events = SECURITY_EVENTS.map(() => '?').join(', ');
    let text = `SELECT id FROM (${parts.join(' UNION ')}) concerning WHERE event IN (${events})`;
    values.push(...SECURITY_EVENTS);
    if (before !== undefined) {
      text += ' AND id < (SELECT e.id FROM audit_events e WHERE e.brand_id = ? AND e.uid = ?)';
      values.push(brandId, before);
    }
    return { text, values };
  }

  /** The trail names a link by the number of its row, as text. */
  private async linksOf(brandId: BrandId, userId: UserId): Promise<string[]> {
    const rows: { id: unknown }[] = await this.database.store.query(
      'SELECT id FROM user_devices WHERE brand_id = ? AND user_id = ?',
      [brandId, userId],
    );
    return rows.map(({ id }) => String(id));
  }
}
