import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import type { BrandId, OutboxId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { OutboxEntity, type OutboxKind, type OutboxState } from './outbox.entity';

const FINISHED: readonly OutboxState[] = ['done', 'expired', 'dead'];

export type NewOutboxRow = Pick<
  OutboxEntity,
  'uid' | 'brandId' | 'userId' | 'kind' | 'topic' | 'payloadSealed' | 'expiresAt' | 'createdAt'
>;

/** What is to be done next, before anybody has taken it. */
export type DueRow = Pick<OutboxEntity, 'id' | 'brandId'>;

/** A worker's hold on a row. */
export interface Lease {
  readonly lease: string;
  readonly now: number;
  readonly until: number;
}

@Injectable()
export class OutboxRepository {
  async insert(store: Store, row: NewOutboxRow): Promise<void> {
    await store.insert(OutboxEntity, {
      ...row,
      ...{ state: 'queued', attempts: 0, nextAttemptAt: row.createdAt },
      ...{ lease: null, leasedUntil: null, lastError: null, finishedAt: null },
    });
  }

  /** Rows that are due and that nobody works on, of whichever brand, longest due first. */
  async listDue(store: Store, now: number, limit: number): Promise<DueRow[]> {
    return this.due(store, { clause: '', values: [] }, now, limit);
  }

  async listDueOf(store: Store, brandId: BrandId, now: number, limit: number): Promise<DueRow[]> {
    return this.due(store, { clause: 'AND brand_id = ?', values: [brandId] }, now, limit);
  }

  /** The brand after this one that has anything queued; null after the last one. @param after 0 for the first */
  async nextBrandQueued(store: Store, after: BrandId): Promise<BrandId | null> {
    const [row]: { readonly next: number | string | null }[] = await store.query(
      "SELECT MIN(brand_id) AS next FROM outbox WHERE state = 'queued' AND brand_id > ?",
      [after],
    );
    const next = row?.next ?? null;
    return next === null ? null : (Number(next) as BrandId);
  }

  /** @returns the row as it is now; null when another worker has taken it, or it is done */
  async lease(store: Store, { id, brandId }: DueRow, hold: Lease): Promise<OutboxEntity | null> {
    const { lease, now, until } = hold;
    const { affected } = await store
      .createQueryBuilder()
      .update(OutboxEntity)
      .set({ lease, leasedUntil: until })
      .where('id = :id AND brand_id = :brandId', { id, brandId })
      .andWhere("state = 'queued' AND next_attempt_at <= :now", { now })
      .andWhere('(leased_until IS NULL OR leased_until <= :now)', { now })
      .execute();
    return affected === 1 ? store.findOneBy(OutboxEntity, { id, brandId, lease }) : null;
  }

  /** Whoever still works on it says so. @returns false when somebody else has it by now */
  async renew(store: Store, { id, brandId }: DueRow, lease: string, until: number): Promise<boolean> {
    const { affected } = await store.update(
      OutboxEntity,
      { id, brandId, lease, state: 'queued' },
      { leasedUntil: until },
    );
    return affected === 1;
  }

  /** Done, or not worth doing: the payload goes. @returns false when the lease was lost meanwhile */
  async finish(store: Store, { id, brandId }: OutboxEntity, lease: string, state: 'done' | 'expired', now: number) {
    const { affected } = await store.update(
      OutboxEntity,
      { id, brandId, lease, state: 'queued' },
      { state, payloadSealed: null, lease: null, leasedUntil: null, lastError: null, finishedAt: now },
    );
    return affected === 1;
  }

  /** It did not work: again later, or, without a time, never. */
  async fail(
    store: Store,
    { id, brandId, attempts }: OutboxEntity,
    failure: { readonly lease: string; readonly error: string; readonly nextAttemptAt: number | null },
    now: number,
  ): Promise<void> {
    const { lease, error, nextAttemptAt } = failure;
    const end = nextAttemptAt === null ? { state: 'dead' as const, finishedAt: now } : { nextAttemptAt };
    await store.update(
      OutboxEntity,
      { id, brandId, lease, state: 'queued' },
      { ...end, attempts: attempts + 1, lease: null, leasedUntil: null, lastError: error.slice(0, 500) },
    );
  }

  /** Nothing to try it with yet, or only a part is done: that is no failed attempt. */
  async postpone(
    store: Store,
    { id, brandId }: OutboxEntity,
    delay: { readonly lease: string; readonly error: string | null; readonly nextAttemptAt: number },
  ): Promise<void> {
    const { lease, error, nextAttemptAt } = delay;
    await store.update(
      OutboxEntity,
      { id, brandId, lease, state: 'queued' },
      { nextAttemptAt, lease: null, leasedUntil: null, lastError: error?.slice(0, 500) ?? null },
    );
  }

  /** What waits for a channel, or for the next try over one, is due now: there is a new one. */
  async hasten(store: Store, brandId: BrandId, kind: OutboxKind, now: number): Promise<void> {
    await store.update(
      OutboxEntity,
      { brandId, kind, state: 'queued', lease: IsNull(), nextAttemptAt: MoreThan(now) },
      { nextAttemptAt: now },
    );
  }

  /** What was not sent yet to an account that is no more. */
  async dropOfUser(store: Store, brandId: BrandId, userId: UserId, now: number): Promise<void> {
    await store.update(
      OutboxEntity,
      { brandId, userId, state: 'queued' },
      { state: 'expired', payloadSealed: null, finishedAt: now },
    );
  }

  /** @returns how many it removed; as many as `limit` when there may be more */
  async deleteFinishedBefore(store: Store, instant: number, limit: number): Promise<number> {
    let count = 0;
    for (const state of FINISHED) {
      const where = { state, finishedAt: LessThan(instant) };
      const order = { finishedAt: 'ASC' as const };
      const rows = await store.find(OutboxEntity, { select: { id: true }, where, order, take: limit - count });
      if (rows.length > 0) await store.delete(OutboxEntity, { id: In(rows.map(({ id }) => id)), state });
      count += rows.length;
      if (count === limit) return count;
    }
    return count;
  }

  async countInState(store: Store, state: OutboxState): Promise<number> {
    return store.countBy(OutboxEntity, { state });
  }

  private async due(
    store: Store,
    { clause, values }: { readonly clause: string; readonly values: readonly unknown[] },
    now: number,
    limit: number,
  ): Promise<DueRow[]> {
    const rows: { readonly id: number | string; readonly brandId: number | string }[] = await store.query(
      `SELECT id, brand_id AS brandId FROM outbox WHERE state = 'queued' AND next_attempt_at <= ? ${clause}
         AND (leased_until IS NULL OR leased_until <= ?) ORDER BY next_attempt_at, id LIMIT ${limit}`,
      [now, ...values, now],
    );
    return rows.map(({ id, brandId }) => ({ id: Number(id) as OutboxId, brandId: Number(brandId) as BrandId }));
  }
}
