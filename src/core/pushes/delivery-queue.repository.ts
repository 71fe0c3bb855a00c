import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type BrandId, type LinkId, type PushDeliveryId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { PushDeliveryEntity } from './push-delivery.entity';
import { THESE } from './push-delivery.repository';
import type { PushEntity } from './push.entity';

/** A delivery that a worker is about to send. */
export type ClaimedDelivery = Pick<PushDeliveryEntity, 'id' | 'uid' | 'brandId' | 'pushId' | 'linkId' | 'attempts'>;

/** What became of claimed deliveries, all of them the same. */
export interface Settlement {
  readonly ids: readonly PushDeliveryId[];
  /** `queued`: again at `nextAttemptAt`. */
  readonly state: 'failed' | 'unreached' | 'queued';
  readonly reason: string;
  readonly nextAttemptAt?: number;
}

/** What becomes of deliveries that were never sent. */
export interface QueuedEnd {
  readonly state: 'unreached' | 'cancelled';
  readonly reason: string;
  readonly which: 'all' | 'free';
}

/** Rows that one statement ends. */
const BATCH = 2_000;
/** Names of messages that one statement writes down. */
const NAMES = 100;

/** Deliveries on their way, for the worker that holds their push. */
@Injectable()
export class DeliveryQueueRepository {
  async insert(
    store: Store,
    { brandId, id: pushId }: PushEntity,
    links: readonly LinkId[],
    now: number,
  ): Promise<void> {
    if (links.length === 0) return;
    // By hand: the builder takes longer for a page than the database.
    await store.query(
      `INSERT INTO push_deliveries (uid, brand_id, push_id, link_id, state, attempts, next_attempt_at, created_at)
       VALUES ${links.map(() => "(?, ?, ?, ?, 'queued', 0, ?, ?)").join(', ')}`,
      links.flatMap((linkId) => [uuidv7(now), brandId, pushId, linkId, now, now]),
    );
  }

  /**
   * Takes those that are due for a worker who holds the push. One that another run had taken and not settled is taken
   * again: that run is dead, and its answer was lost. A cancelled push has none.
   */
  async claim(
    store: Store,
    { brandId, id: pushId }: PushEntity,
    { lease, now, limit }: { readonly lease: string; readonly now: number; readonly limit: number },
  ): Promise<ClaimedDelivery[]> {
    const due: { readonly id: number | string }[] = await store.query(
      `SELECT id FROM push_deliveries WHERE brand_id = ? AND push_id = ? AND state = 'queued' AND next_attempt_at <= ?
        ORDER BY next_attempt_at, id LIMIT ${limit}`,
      [brandId, pushId, now],
    );
    if (due.length === 0) return [];
    const ids = due.map(({ id }) => Number(id) as PushDeliveryId);
    await store
      .createQueryBuilder()
      .update(PushDeliveryEntity)
      .set({ lease })
      .where(`${THESE} AND state = 'queued'`, { brandId, ids })
      .andWhere(
        `EXISTS (SELECT 1 FROM pushes p WHERE p.brand_id = :brandId AND p.id = :pushId AND p.state = 'sending')`,
        { pushId },
      )
      .execute();
    return store
      .createQueryBuilder(PushDeliveryEntity, 'v')
      .select(['v.id', 'v.uid', 'v.brandId', 'v.pushId', 'v.linkId', 'v.attempts'])
      .where('+v.brand_id = :brandId AND v.id IN (:...ids)', { brandId, ids })
      .andWhere("v.lease = :lease AND v.state = 'queued'", { lease })
      .orderBy('v.id')
      .getMany();
  }

  /**
   * The app may have been faster with its receipt than Google with its answer: then it stays confirmed.
   * @param accepted Google's names of the messages, by delivery
   */
  async accept(
    store: Store,
    brandId: BrandId,
    accepted: ReadonlyMap<PushDeliveryId, string>,
    { lease, now }: { readonly lease: string; readonly now: number },
  ): Promise<void> {
    const names = [...accepted];
    // In parts: a row is compared with every name of its statement.
    for (let start = 0; start < names.length; start += NAMES) {
      const part = names.slice(start, start + NAMES);
      const ids = part.map(([id]) => id);
      await store.query(
        `UPDATE push_deliveries SET reason = NULL, lease = NULL, attempts = attempts + 1,
                message_id = CASE id ${part.map(() => 'WHEN ? THEN ?').join(' ')} END,
                state = CASE state WHEN 'queued' THEN 'accepted' ELSE state END, accepted_at = ?
          WHERE +brand_id = ? AND id IN (${ids.map(() => '?').join(', ')})
            AND ((lease = ? AND state = 'queued') OR (state = 'confirmed' AND accepted_at IS NULL))`,
        [...part.flatMap(([id, name]) => [id, name.slice(0, 255)]), now, brandId, ...ids, lease],
      );
    }
  }

  async settle(store: Store, brandId: BrandId, lease: string, settlement: Settlement): Promise<void> {
    const { ids, state, reason, nextAttemptAt } = settlement;
    await store
      .createQueryBuilder()
      .update(PushDeliveryEntity)
      .set({
        ...{ state, reason: reason.slice(0, 64), lease: null, attempts: () => 'attempts + 1' },
        ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
      })
      .where(`${THESE} AND lease = :lease AND state = 'queued'`, { brandId, ids, lease })
      .execute();
  }

  /** When the next one is due; null when none waits. */
  async nextDue(store: Store, { brandId, id: pushId }: PushEntity): Promise<number | null> {
    const [row]: { readonly next: number | string | null }[] = await store.query(
      "SELECT MIN(next_attempt_at) AS next FROM push_deliveries WHERE brand_id = ? AND push_id = ? AND state = 'queued'",
      [brandId, pushId],
    );
    const next = row?.next ?? null;
    return next === null ? null : Number(next);
  }

  /**
   * Those that wait.
   * @param end `free`: only those that no worker has taken
   * @returns how many; as many as a batch when there may be more
   */
  async endQueued(
    store: Store,
    { brandId, id: pushId }: PushEntity,
    { state, reason, which }: QueuedEnd,
  ): Promise<number> {
    const where = { brandId, pushId, state: 'queued' as const, ...(which === 'free' ? { lease: IsNull() } : {}) };
    const rows = await store.find(PushDeliveryEntity, { select: { id: true }, where, take: BATCH });
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    await store
      .createQueryBuilder()
      .update(PushDeliveryEntity)
      .set({ state, reason, lease: null })
      .where(`${THESE} AND state = 'queued'${which === 'free' ? ' AND lease IS NULL' : ''}`, { brandId, ids })
      .execute();
    return rows.length;
  }
}
