import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { PushChannelEntity } from './push-channel.entity';
import { OF_ACCOUNT } from './push-verdict';

export type NewPushChannel = Omit<PushChannelEntity, 'id' | 'createdAt' | 'lastError' | 'lastErrorAt' | 'pausedUntil'>;

/** How exactly it is known when a fault was last met. */
const EXACT_MS = 3_600_000;

@Injectable()
export class PushChannelRepository {
  async find(store: Store, brandId: BrandId): Promise<PushChannelEntity | null> {
    return store.findOneBy(PushChannelEntity, { brandId });
  }

  async isPresent(store: Store, brandId: BrandId): Promise<boolean> {
    return store.existsBy(PushChannelEntity, { brandId });
  }

  /** In the place of the one before; its public id is another one, so that nothing goes on under the old account. */
  async replace(store: Store, channel: NewPushChannel): Promise<void> {
    const changes = { ...channel, lastError: null, lastErrorAt: null, pausedUntil: null };
    const { affected } = await store.update(PushChannelEntity, { brandId: channel.brandId }, changes);
    if (affected === 1) return;
    try {
      await store.insert(PushChannelEntity, { ...changes, createdAt: channel.modifiedAt });
    } catch (error) {
      if (!isDuplicate(error, 'brand_id')) throw error;
      await store.update(PushChannelEntity, { brandId: channel.brandId }, changes);
    }
  }

  /** @returns false when there is none */
  async remove(store: Store, brandId: BrandId): Promise<boolean> {
    const { affected } = await store.delete(PushChannelEntity, { brandId });
    return affected === 1;
  }

  /** @returns whether the error is another one than the last: it is told once */
  async noteError(store: Store, { brandId, uid }: PushChannelEntity, code: string, now: number): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(PushChannelEntity)
      .set({ lastError: code, lastErrorAt: now })
      .where('brand_id = :brandId AND uid = :uid', { brandId, uid })
      .andWhere('(last_error IS NULL OR last_error <> :code)', { code })
      .execute();
    if (affected === 1) return true;
    const known = { brandId, uid, lastErrorAt: LessThan(now - EXACT_MS) };
    await store.update(PushChannelEntity, known, { lastErrorAt: now });
    return false;
  }

  /** Forgets what kept every message, and what was last met at this instant or before. @param instant epoch ms */
  async clearError(store: Store, { brandId, uid }: PushChannelEntity, instant: number): Promise<void> {
    await store
      .createQueryBuilder()
      .update(PushChannelEntity)
      .set({ lastError: null, lastErrorAt: null })
      .where('brand_id = :brandId AND uid = :uid', { brandId, uid })
      .andWhere('(last_error = :ofAccount OR last_error_at <= :instant)', { ofAccount: OF_ACCOUNT, instant })
      .execute();
  }

  /** @param until epoch ms; a later instant stands */
  async pause(store: Store, { brandId, uid }: PushChannelEntity, until: number): Promise<void> {
    await store
      .createQueryBuilder()
      .update(PushChannelEntity)
      .set({ pausedUntil: until })
      .where('brand_id = :brandId AND uid = :uid', { brandId, uid })
      .andWhere('(paused_until IS NULL OR paused_until < :until)', { until })
      .execute();
  }
}
