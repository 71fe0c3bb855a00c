import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { MailChannelEntity } from './mail-channel.entity';

@Injectable()
export class MailChannelRepository {
  async find(store: Store, brandId: BrandId): Promise<MailChannelEntity | null> {
    return store.findOneBy(MailChannelEntity, { brandId });
  }
}
