import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { OutboxEntity } from './outbox.entity';

export type NewOutboxRow = Pick<
  OutboxEntity,
  'uid' | 'brandId' | 'userId' | 'kind' | 'topic' | 'payloadSealed' | 'expiresAt' | 'createdAt'
>;

interface Row {
  readonly id: number | string;
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

  /**
   * Rows that are due and that nobody works on, oldest first, at most `perBrand` of each brand, so that one brand's
   * backlog does not hold up the others (SEC-TEN-10).
   */
  async listDue(
    store: Store,
    now: number,
    limits: { readonly total: number; readonly perBrand: number },
  ): Promise<OutboxEntity[]> {
    const rows: Row[] = await store.query(
      `SELECT id FROM (
         SELECT id, ROW_NUMBER() OVER (PARTITION BY brand_id ORDER BY next_attempt_at, id) AS place, next_attempt_at
           FROM outbox WHERE state = 'queued' AND next_attempt_at <= ? AND (leased_until IS NULL OR leased_until <= ?)
       ) due WHERE place <= ${limits.perBrand} ORDER BY next_attempt_at, id LIMIT ${limits.total}`,
      [now, now],
    );
    const found: OutboxEntity[] = [];
    for (const { id } of rows) {
      const row = await store.findOneBy(OutboxEntity, { id: Number(id) as OutboxEntity['id'] });
      if (row) found.push(row);
    }
    return found;
  }

  /** @returns false when another worker has taken it, or it is done */
  async lease(
    store: Store,
    { id, brandId }: OutboxEntity,
    lease: string,
    now: number,
    until: number,
  ): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(OutboxEntity)
      .set({ lease, leasedUntil: until })
      .where('id = :id AND brand_id = :brandId', { id, brandId })
      .andWhere("state = 'queued' AND (leased_until IS NULL OR leased_until <= :now)", { now })
      .execute();
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

  /** Nothing to try it with yet: that is no failed attempt. */
  async postpone(
    store: Store,
    { id, brandId }: OutboxEntity,
    { lease, error, nextAttemptAt }: { readonly lease: string; readonly error: string; readonly nextAttemptAt: number },
  ): Promise<void> {
    await store.update(
      OutboxEntity,
      { id, brandId, lease, state: 'queued' },
      { nextAttemptAt, lease: null, leasedUntil: null, lastError: error.slice(0, 500) },
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
}
