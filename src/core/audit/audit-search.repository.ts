import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { type BrandId, isUuid } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AuditEventEntity } from './audit-event.entity';

/** What a reading of the trail is narrowed to; absent members narrow nothing. Instants in epoch ms, both included. */
export interface AuditFilter {
  readonly events?: readonly string[];
  /** Public id of the user who acted. */
  readonly actorUid?: string | undefined;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
  readonly address?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Public id of an event of the brand: only what was written before it. */
  readonly before?: string | undefined;
}

export interface AuditPage {
  /** 0-based. */
  readonly number: number;
  readonly size: number;
}

export interface AuditHits {
  readonly items: AuditEventEntity[];
  /** Exact up to `REACH`, and no more than that. */
  readonly total: number;
}

/**
 * How far page numbers reach, and how far is counted: a trail may hold millions of rows, and a page of a late number
 * would read all of them. Older ones are read by `before`.
 */
export const REACH = 10_000;

type Events = SelectQueryBuilder<AuditEventEntity>;

/** Reads a brand's trail. */
@Injectable()
export class AuditSearchRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async find(brandId: BrandId, filter: AuditFilter, { number, size }: AuditPage): Promise<AuditHits> {
    const skipped = number * size;
    if (skipped >= REACH || namesNobody(filter)) return { items: [], total: await this.count(brandId, filter) };
    const items = await narrowed(this.events(), brandId, filter)
      .orderBy('a.id', 'DESC')
      .offset(skipped)
      .limit(Math.min(size, REACH - skipped))
      .getMany();
    return { items, total: await this.count(brandId, filter) };
  }

  /** Oldest first, above an id; for reading a trail from its beginning to its end. */
  async listAfter(brandId: BrandId, filter: AuditFilter, id: number, limit: number): Promise<AuditEventEntity[]> {
    if (namesNobody(filter)) return [];
    const query = narrowed(this.events(), brandId, filter).andWhere('a.id > :after', { after: id });
    return query.orderBy('a.id', 'ASC').limit(limit).getMany();
  }

  private async count(brandId: BrandId, filter: AuditFilter): Promise<number> {
    if (namesNobody(filter)) return 0;
    const row = await this.database.store
      .createQueryBuilder()
      .select('COUNT(*)', 'total')
      .from((query) => {
        const events = query.select('a.id', 'id').from(AuditEventEntity, 'a');
        return narrowed(events, brandId, filter).limit(REACH);
      }, 'counted')
      .getRawOne<{ total: number | string }>();
    return Number(row?.total ?? 0);
  }

  private events(): Events {
    return this.database.store.createQueryBuilder(AuditEventEntity, 'a');
  }
}

/** What is no id names nobody, and costs no statement (SEC-IN-03). */
function namesNobody({ actorUid, before }: AuditFilter): boolean {
  return [actorUid, before].some((uid) => uid !== undefined && !isUuid(uid));
}

/** Columns that are compared without regard to case (JFW-FMT-11). */
const TEXTS = { targetType: 'target_type', targetId: 'target_id', address: 'address', correlationId: 'correlation_id' };

function narrowed(query: Events, brandId: BrandId, filter: AuditFilter): Events {
  query.where('a.brand_id = :brandId', { brandId });
  const { events = [], actorUid, from, to, before } = filter;
  if (events.length > 0) query.andWhere('a.event IN (:...events)', { events: events.map((e) => e.toLowerCase()) });
  for (const [member, column] of Object.entries(TEXTS) as [keyof typeof TEXTS, string][]) {
    const text = filter[member];
    if (text !== undefined) query.andWhere(`LOWER(a.${column}) = LOWER(:${member})`, { [member]: text });
  }
  if (from !== undefined) query.andWhere('a.happened_at >= :from', { from });
  if (to !== undefined) query.andWhere('a.happened_at <= :to', { to });
  // By their own names: a leaf knows no other noun. An id of another brand is one that nobody has.
  const user = 'SELECT u.id FROM users u WHERE u.brand_id = :brandId AND u.uid = :actorUid';
  if (actorUid !== undefined) query.andWhere(`a.actor_user_id = (${user})`, { actorUid });
  const cursor = 'SELECT e.id FROM audit_events e WHERE e.brand_id = :brandId AND e.uid = :before';
  if (before !== undefined) query.andWhere(`a.id < (${cursor})`, { before });
  return query;
}
