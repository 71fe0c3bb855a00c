import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type AppId, type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { AppEntity } from './app.entity';

export type NewApp = Omit<AppEntity, 'id'>;

@Injectable()
export class AppRepository {
  /** @throws BrandgateError app.exists for a name that another app of the brand has */
  async insert(store: Store, app: NewApp): Promise<AppId> {
    const { identifiers } = await refusingDuplicates(() => store.insert(AppEntity, app));
    // A server hands BIGINT back as text.
    return Number(identifiers[0]?.['id']) as AppId;
  }

  /** @throws BrandgateError app.exists, app.not-found when it was deleted meanwhile */
  async update(store: Store, { brandId, id }: AppEntity, changes: Partial<NewApp>): Promise<void> {
    const { affected } = await refusingDuplicates(() => store.update(AppEntity, { brandId, id }, changes));
    if (affected === 0) throw new BrandgateError('app.not-found');
  }

  async delete(store: Store, { brandId, id }: AppEntity): Promise<void> {
    await store.delete(AppEntity, { brandId, id });
  }

  /** @throws BrandgateError app.not-found */
  async getByUid(store: Store, brandId: BrandId, uid: string): Promise<AppEntity> {
    // What is no id names no app, and costs no statement (SEC-IN-03).
    const app = isUuid(uid) ? await store.findOneBy(AppEntity, { brandId, uid }) : null;
    if (!app) throw new BrandgateError('app.not-found');
    return app;
  }

  /** As `getByUid`; nobody else changes or deletes it until the transaction ends. @throws BrandgateError app.not-found */
  async lock(store: Store, brandId: BrandId, uid: string): Promise<AppEntity> {
    if (isUuid(uid)) await store.query('UPDATE apps SET epoch = epoch WHERE brand_id = ? AND uid = ?', [brandId, uid]);
    return this.getByUid(store, brandId, uid);
  }

  /** By the digest of its key, which is unique over all brands: the key alone leads to its brand (DF-KEY-01). */
  async findByKeyHash(store: Store, keyHash: Buffer): Promise<AppEntity | null> {
    return store.findOneBy(AppEntity, { keyHash });
  }
}

async function refusingDuplicates<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error, 'name')) throw new BrandgateError('app.exists');
    throw error;
  }
}
