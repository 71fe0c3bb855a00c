import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { type BrandId, isUuid, type LinkId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { type ListPage, type PageRequest, readPage } from '../../storage/list-page';
import { PushEntity, type PushState } from './push.entity';

export type NewPush = Omit<PushEntity, 'id' | 'state' | 'lastLinkId' | 'recipients' | 'finishedAt'>;

/** States in which something of it may still be sent. */
const OPEN: readonly PushState[] = ['spreading', 'sending'];

@Injectable()
export class PushRepository {
  /** @returns false when the brand has one of this idempotency key */
  async insert(store: Store, push: NewPush): Promise<boolean> {
    const beginning = { state: 'spreading', lastLinkId: 0 as LinkId, recipients: 0, finishedAt: null } as const;
    try {
      await store.insert(PushEntity, { ...push, ...beginning });
      return true;
    } catch (error) {
      if (!isDuplicate(error, 'idempotency_key')) throw error;
      return false;
    }
  }

  async findByUid(store: Store, brandId: BrandId, uid: string): Promise<PushEntity | null> {
    return isUuid(uid) ? store.findOneBy(PushEntity, { brandId, uid }) : null;
  }

  async getByUid(store: Store, brandId: BrandId, uid: string): Promise<PushEntity> {
    return store.findOneByOrFail(PushEntity, { brandId, uid });
  }

  /** Without a key: none. */
  async findByKey(store: Store, brandId: BrandId, idempotencyKey: string | null): Promise<PushEntity | null> {
    return idempotencyKey === null ? null : store.findOneBy(PushEntity, { brandId, idempotencyKey });
  }

  async getByKey(store: Store, brandId: BrandId, idempotencyKey: string | null): Promise<PushEntity> {
    return store.findOneByOrFail(PushEntity, { brandId, idempotencyKey: idempotencyKey ?? '' });
  }

  /** Newest first. */
  list(store: Store, brandId: BrandId, page: PageRequest): Promise<ListPage<PushEntity>> {
    const query = store.createQueryBuilder(PushEntity, 'p').where({ brandId });
    return readPage(query, 'id', { page, sort: { field: 'id', order: 'DESC' } });
  }

  /**
   * Goes on with the spreading; the deliveries of the page belong into the same transaction.
   * @param to the last link of the page; null when there is none after `lastLinkId`
   * @returns false when somebody else went on, or it was cancelled
   */
  async advance(store: Store, push: PushEntity, to: LinkId | null, count: number): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(PushEntity)
      .set({
        recipients: () => 'recipients + :count',
        ...(to === null ? { state: 'sending' as const } : { lastLinkId: to }),
      })
      .where({ brandId: push.brandId, id: push.id, state: 'spreading', lastLinkId: push.lastLinkId })
      .setParameter('count', count)
      .execute();
    return affected === 1;
  }

  /** @returns false when it was over before */
  async end(store: Store, { brandId, id }: PushEntity, state: 'cancelled' | 'expired', now: number): Promise<boolean> {
    const open = { brandId, id, state: In([...OPEN]) };
    return (await store.update(PushEntity, open, { state, finishedAt: now })).affected === 1;
  }

  /** When none of its deliveries waits any more. @returns whether that is so */
  async finish(store: Store, { brandId, id }: PushEntity, now: number): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(PushEntity)
      .set({ state: 'done', finishedAt: now })
      .where("brand_id = :brandId AND id = :id AND state = 'sending'", { brandId, id })
      .andWhere(
        `NOT EXISTS (SELECT 1 FROM push_deliveries v
                      WHERE v.brand_id = :brandId AND v.push_id = :id AND v.state = 'queued')`,
      )
      .execute();
    return affected === 1;
  }

  /** Open ones whose time was over at this instant, whatever kept their worker from it. */
  async listOverdue(store: Store, before: number, limit: number): Promise<PushEntity[]> {
    return store.find(PushEntity, { where: { state: In([...OPEN]), expiresAt: LessThan(before) }, take: limit });
  }

  async listFinishedBefore(store: Store, instant: number, limit: number): Promise<PushEntity[]> {
    return store.find(PushEntity, { where: { finishedAt: LessThan(instant) }, order: { id: 'ASC' }, take: limit });
  }

  async delete(store: Store, { brandId, id }: PushEntity): Promise<void> {
    await store.delete(PushEntity, { brandId, id });
  }
}

export function isOver({ state }: PushEntity): boolean {
  return !OPEN.includes(state);
}
