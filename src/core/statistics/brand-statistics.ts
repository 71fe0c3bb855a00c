import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AuditEventEntity } from '../audit/audit-event.entity';
import { SessionEntity } from '../auth-keys/session.entity';
import { DeviceEntity } from '../devices/device.entity';
import { UserEntity, type UserStatus } from '../users/user.entity';

const DAY_MS = 86_400_000;
/** Systems are told by what clients send, so their number has no bound of its own. */
const MOST_SYSTEMS = 20;

type Count = string | number;

/** Sign-ins over a span of time. */
export interface SignInCount {
  readonly succeeded: number;
  readonly failed: number;
}

/** How much of everything a brand has, at one time. */
export interface BrandFigures {
  /** An account that is locked automatically counts as Locked while it lasts. */
  readonly users: Readonly<Record<UserStatus, number>>;
  readonly liveSessions: number;
  readonly devices: {
    readonly total: number;
    /** The most frequent ones, largest first; null: no system was named. */
    readonly bySystem: readonly { readonly osDevice: string | null; readonly quantity: number }[];
  };
  readonly signIns: { readonly lastDay: SignInCount; readonly lastWeek: SignInCount };
}

/** Counts of a brand, by one statement each. */
@Injectable()
export class BrandStatistics {
  constructor(private readonly database: Database) {}

  async read(brandId: BrandId, now: number): Promise<BrandFigures> {
    return {
      users: await this.usersByStatus(brandId, now),
      liveSessions: await this.liveSessions(brandId, now),
      devices: await this.devices(brandId),
      signIns: await this.signIns(brandId, now),
    };
  }

  private async usersByStatus(brandId: BrandId, now: number): Promise<BrandFigures['users']> {
    const rows = await this.database.store
      .createQueryBuilder(UserEntity, 'u')
      .select("CASE WHEN u.status = 'Active' AND u.lockedUntil > :now THEN 'Locked' ELSE u.status END", 'state')
      .addSelect('COUNT(*)', 'quantity')
      .where('u.brandId = :brandId', { brandId, now })
      .groupBy('state')
      .getRawMany<{ state: UserStatus; quantity: Count }>();
    const counts: Record<UserStatus, number> = { Active: 0, Inactive: 0, Suspended: 0, Locked: 0, Deleted: 0 };
    for (const { state, quantity } of rows) counts[state] = Number(quantity);
    return counts;
  }

  private liveSessions(brandId: BrandId, now: number): Promise<number> {
    return this.database.store
      .createQueryBuilder(SessionEntity, 's')
      .where('s.brandId = :brandId AND s.revokedAt IS NULL AND s.expiresAt > :now', { brandId, now })
      .getCount();
  }

  private async devices(brandId: BrandId): Promise<BrandFigures['devices']> {
    const rows = await this.database.store
      .createQueryBuilder(DeviceEntity, 'd')
      .select('d.osDevice', 'system')
      .addSelect('COUNT(*)', 'quantity')
      .where('d.brandId = :brandId', { brandId })
      .groupBy('d.osDevice')
      .orderBy('quantity', 'DESC')
      .addOrderBy('system')
      .getRawMany<{ system: string | null; quantity: Count }>();
    const counts = rows.map(({ system, quantity }) => ({ osDevice: system, quantity: Number(quantity) }));
    const total = counts.reduce((sum, { quantity }) => sum + quantity, 0);
    return { total, bySystem: counts.slice(0, MOST_SYSTEMS) };
  }

  /** From the trail, whose index on brand and time bounds what is read to a week. */
  private async signIns(brandId: BrandId, now: number): Promise<BrandFigures['signIns']> {
    const rows = await this.database.store
      .createQueryBuilder(AuditEventEntity, 'e')
      .select('e.event', 'event')
      .addSelect('COUNT(*)', 'week')
      .addSelect('SUM(CASE WHEN e.happenedAt > :dayAgo THEN 1 ELSE 0 END)', 'day')
      .where('e.brandId = :brandId AND e.happenedAt > :weekAgo', { brandId })
      .andWhere("e.event IN ('auth.login', 'auth.login_failed')")
      .setParameters({ dayAgo: now - DAY_MS, weekAgo: now - 7 * DAY_MS })
      .groupBy('e.event')
      .getRawMany<{ event: string; week: Count; day: Count }>();
    const count = (span: 'day' | 'week', event: string) => Number(rows.find((row) => row.event === event)?.[span] ?? 0);
    const of = (span: 'day' | 'week') => ({
      succeeded: count(span, 'auth.login'),
      failed: count(span, 'auth.login_failed'),
    });
    return { lastDay: of('day'), lastWeek: of('week') };
  }
}
