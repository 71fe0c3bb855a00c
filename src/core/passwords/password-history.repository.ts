import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { PasswordHistoryEntity } from './password-history.entity';

@Injectable()
export class PasswordHistoryRepository {
  /** Newest first. */
  async list(store: Store, brandId: BrandId, userId: UserId, limit: number): Promise<PasswordHistoryEntity[]> {
    return store.find(PasswordHistoryEntity, { where: { brandId, userId }, order: { id: 'DESC' }, take: limit });
  }

  async add(store: Store, entry: Omit<PasswordHistoryEntity, 'id'>): Promise<void> {
    await store.insert(PasswordHistoryEntity, entry);
  }

  /** All but the newest. */
  async prune(store: Store, brandId: BrandId, userId: UserId, keep: number): Promise<void> {
    if (keep === 0) {
      await store.delete(PasswordHistoryEntity, { brandId, userId });
      return;
    }
    const kept = await this.list(store, brandId, userId, keep);
    const oldest = kept.at(-1);
    if (kept.length < keep || oldest === undefined) return;
    await store.delete(PasswordHistoryEntity, { brandId, userId, id: LessThan(oldest.id) });
  }
}
