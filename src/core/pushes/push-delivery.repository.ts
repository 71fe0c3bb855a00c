import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { type ListPage, type PageRequest, readPage } from '../../storage/list-page';
import { confirmReceipt, type Receipt } from '../farewells/receipt';
import { type DeliveryState, PushDeliveryEntity } from './push-delivery.entity';
import type { PushEntity } from './push.entity';

/** Rows that one statement removes. */
const BATCH = 2_000;
/**
 * The rows themselves, by their key. The sign keeps SQLite from looking through everything that the brand ever sent,
 * which it takes for less work than a list of ids.
 */
export const THESE = '+brand_id = :brandId AND id IN (:...ids)';

/** What became of deliveries. */
@Injectable()
export class PushDeliveryRepository {
  confirm(store: Store, brandId: BrandId, uid: string, now: number): Promise<Receipt> {
    return confirmReceipt(store, PushDeliveryEntity, { brandId, uid, now }, { lease: null });
  }

  async countByState(store: Store, { brandId, id }: PushEntity): Promise<Readonly<Record<DeliveryState, number>>> {
    const rows: { readonly state: DeliveryState; readonly count: number | string }[] = await store.query(
      'SELECT state, COUNT(*) AS "count" FROM push_deliveries WHERE brand_id = ? AND push_id = ? GROUP BY state',
      [brandId, id],
    );
    const counts = { queued: 0, accepted: 0, confirmed: 0, failed: 0, unreached: 0, cancelled: 0 };
    for (const { state, count } of rows) counts[state] = Number(count);
    return counts;
  }

  /** In the order in which they were written down. */
  list(
    store: Store,
    { brandId, id: pushId }: PushEntity,
    state: DeliveryState | undefined,
    page: PageRequest,
  ): Promise<ListPage<PushDeliveryEntity>> {
    const where = { brandId, pushId, ...(state === undefined ? {} : { state }) };
    const query = store.createQueryBuilder(PushDeliveryEntity, 'v').where(where);
    return readPage(query, 'id', { page, sort: { field: 'id', order: 'ASC' } });
  }

  /** @returns how many; as many as a batch when there may be more */
  async deleteOf(store: Store, { brandId, id: pushId }: PushEntity): Promise<number> {
    const rows = await store.find(PushDeliveryEntity, {
      select: { id: true },
      where: { brandId, pushId },
      take: BATCH,
    });
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    await store.createQueryBuilder().delete().from(PushDeliveryEntity).where(THESE, { brandId, ids }).execute();
    return rows.length;
  }
}
