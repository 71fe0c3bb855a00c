import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, LessThanOrEqual } from 'typeorm';
import { type BrandId, isUuid, type LinkId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { type ListPage, type PageRequest, readPage } from '../../storage/list-page';
import { FarewellEntity, type FarewellState } from './farewell.entity';
import { confirmReceipt, type Receipt } from './receipt';

export type NewFarewell = Pick<
  FarewellEntity,
  'uid' | 'brandId' | 'linkId' | 'cause' | 'state' | 'reason' | 'createdAt' | 'expiresAt'
>;

const OPEN: readonly FarewellState[] = ['queued', 'delivered'];

@Injectable()
export class FarewellRepository {
  async insert(store: Store, farewell: NewFarewell): Promise<void> {
    await store.insert(FarewellEntity, { ...farewell, deliveredAt: null, confirmedAt: null });
  }

  async findByUid(store: Store, brandId: BrandId, uid: string): Promise<FarewellEntity | null> {
    return isUuid(uid) ? store.findOneBy(FarewellEntity, { brandId, uid }) : null;
  }

  /** Google took it. The app may have been faster with its confirmation. */
  async deliver(store: Store, { brandId, id }: FarewellEntity, now: number): Promise<void> {
    await store.update(FarewellEntity, { brandId, id, deliveredAt: IsNull() }, { deliveredAt: now });
    await store.update(FarewellEntity, { brandId, id, state: 'queued' }, { state: 'delivered', reason: null });
  }

  async noteReason(store: Store, { brandId, id }: FarewellEntity, reason: string): Promise<void> {
    await store.update(FarewellEntity, { brandId, id, state: 'queued' }, { reason: reason.slice(0, 64) });
  }

  async giveUp(store: Store, { brandId, id }: FarewellEntity, reason: string): Promise<void> {
    const open = { brandId, id, state: In([...OPEN]) };
    await store.update(FarewellEntity, open, { state: 'unreached', reason: reason.slice(0, 64) });
  }

  confirm(store: Store, brandId: BrandId, uid: string, now: number): Promise<Receipt> {
    return confirmReceipt(store, FarewellEntity, { brandId, uid, now });
  }

  /** Newest first. @param linkIds whose farewells */
  async list(
    store: Store,
    brandId: BrandId,
    linkIds: readonly LinkId[],
    page: PageRequest,
  ): Promise<ListPage<FarewellEntity>> {
    if (linkIds.length === 0) return { items: [], total: 0 };
    const query = store.createQueryBuilder(FarewellEntity, 'f').where({ brandId, linkId: In([...linkIds]) });
    return readPage(query, 'id', { page, sort: { field: 'id', order: 'DESC' } });
  }

  /** Those that nobody confirmed in the time that Google keeps them. @returns how many */
  async expire(store: Store, now: number): Promise<number> {
    const overdue = { state: In([...OPEN]), expiresAt: LessThanOrEqual(now) };
    const { affected } = await store.update(FarewellEntity, overdue, { state: 'unreached', reason: 'expired' });
    return affected ?? 0;
  }

  /** Those whose time was over at this instant. @returns how many it removed; as many as `limit` when there may be more */
  async deleteBefore(store: Store, instant: number, limit: number): Promise<number> {
    const where = { state: In(['confirmed', 'unreached']), expiresAt: LessThan(instant) };
    const rows = await store.find(FarewellEntity, { select: { id: true }, where, take: limit });
    if (rows.length > 0) await store.delete(FarewellEntity, { id: In(rows.map(({ id }) => id)) });
    return rows.length;
  }
}
