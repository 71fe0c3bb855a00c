import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { PushChannelEntity } from './push-channel.entity';

export type NewPushChannel = Omit<PushChannelEntity, 'id' | 'createdAt' | 'lastError'>;

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
    const changes = { ...channel, lastError: null };
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

  /** @returns whether the error is new: it is told once */
  async noteError(store: Store, { brandId, uid }: PushChannelEntity, code: string): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(PushChannelEntity)
      .set({ lastError: code })
      .where('brand_id = :brandId AND uid = :uid', { brandId, uid })
      .andWhere('(last_error IS NULL OR last_error <> :code)', { code })
      .execute();
    return affected === 1;
  }

  async clearError(store: Store, { brandId, uid }: PushChannelEntity): Promise<void> {
    await store.update(PushChannelEntity, { brandId, uid }, { lastError: null });
  }
}
