import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, IsNull, LessThan } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { RefusalEntity } from './refusal.entity';

export type NewRefusal = Omit<RefusalEntity, 'id'>;

/** Whose refusals may be read: one brand's, perhaps with those of requests that named no brand, or everybody's. */
export type RefusalScope = { readonly brandId: BrandId; readonly withBrandless: boolean } | 'everybody';

/** A client may send one correlation id again and again. */
const MAX_FOUND = 20;

@Injectable()
export class RefusalRepository {
  async insert(store: Store, refusals: readonly NewRefusal[]): Promise<void> {
    await store.insert(RefusalEntity, [...refusals]);
  }

  /** Newest first, at most 20. */
  find(store: Store, correlationId: string, scope: RefusalScope): Promise<RefusalEntity[]> {
    return store.find(RefusalEntity, { where: within(scope, correlationId), order: { id: 'DESC' }, take: MAX_FOUND });
  }

  /** @returns how many it removed; as many as `limit` when there may be more */
  async deleteBefore(store: Store, instant: number, limit: number): Promise<number> {
    const old = { happenedAt: LessThan(instant) };
    const rows = await store.find(RefusalEntity, {
      select: { id: true },
      where: old,
      order: { happenedAt: 'ASC' },
      take: limit,
    });
    if (rows.length > 0) await store.delete(RefusalEntity, { id: In(rows.map(({ id }) => id)) });
    return rows.length;
  }
}

function within(scope: RefusalScope, correlationId: string): FindOptionsWhere<RefusalEntity>[] {
  if (scope === 'everybody') return [{ correlationId }];
  const { brandId, withBrandless } = scope;
  return [{ brandId, correlationId }, ...(withBrandless ? [{ brandId: IsNull(), correlationId }] : [])];
}
