import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { OutboxEntity, type OutboxState } from './outbox.entity';

/** `everybody` is the operator of the installation. */
export type OutboxScope = BrandId | 'everybody';

/** The outbox as operators look at it, over all brands. */
@Injectable()
export class OutboxSearchRepository {
  /** Newest first. */
  async list(store: Store, scope: OutboxScope, state: OutboxState | null, limit: number): Promise<OutboxEntity[]> {
    const where = { ...within(scope), ...(state === null ? {} : { state }) };
    return store.find(OutboxEntity, { where, order: { id: 'DESC' }, take: limit });
  }

  async findByUid(store: Store, scope: OutboxScope, uid: string): Promise<OutboxEntity | null> {
    return store.findOneBy(OutboxEntity, { ...within(scope), uid });
  }

  /** Given up, and still worth doing. */
  async listRevivable(store: Store, scope: OutboxScope, now: number, limit: number): Promise<OutboxEntity[]> {
    const where = { ...within(scope), state: 'dead' as const, expiresAt: MoreThan(now), payloadSealed: Not(IsNull()) };
    return store.find(OutboxEntity, { where, order: { id: 'ASC' }, take: limit });
  }

  /** Puts one back, as if it had never been tried. @returns false when it is not dead, or no longer worth doing */
  async revive(store: Store, { id, brandId }: OutboxEntity, now: number): Promise<boolean> {
    const { affected } = await store.update(
      OutboxEntity,
      { id, brandId, state: 'dead', expiresAt: MoreThan(now), payloadSealed: Not(IsNull()) },
      { state: 'queued', attempts: 0, nextAttemptAt: now, lastError: null, finishedAt: null },
    );
    return affected === 1;
  }
}

function within(scope: OutboxScope): { brandId?: BrandId } {
  return scope === 'everybody' ? {} : { brandId: scope };
}
