import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { MailChannelEntity } from './mail-channel.entity';

export type NewMailChannel = Omit<MailChannelEntity, 'id'>;

@Injectable()
export class MailChannelRepository {
  async find(store: Store, brandId: BrandId): Promise<MailChannelEntity | null> {
    return store.findOneBy(MailChannelEntity, { brandId });
  }

  /** In the place of the one before. */
  async replace(store: Store, brandId: BrandId, channel: NewMailChannel): Promise<void> {
    await store.delete(MailChannelEntity, { brandId });
    await store.insert(MailChannelEntity, { ...channel, brandId });
  }

  /** @returns false when there was none */
  async delete(store: Store, brandId: BrandId): Promise<boolean> {
    const { affected } = await store.delete(MailChannelEntity, { brandId });
    return affected === 1;
  }
}
