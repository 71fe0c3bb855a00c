import { Injectable } from '@nestjs/common';
import type { AppId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { AppEntity } from './app.entity';

export type NewApp = Omit<AppEntity, 'id'>;

@Injectable()
export class AppRepository {
  async insert(store: Store, app: NewApp): Promise<AppId> {
    const { identifiers } = await store.insert(AppEntity, app);
    // A server hands BIGINT back as text.
    return Number(identifiers[0]?.['id']) as AppId;
  }
}
