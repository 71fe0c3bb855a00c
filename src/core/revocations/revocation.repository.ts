import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { RevocationEntity, type RevocationScope } from './revocation.entity';

/** Where each scope keeps its epoch. */
const OWNER_TABLE: Readonly<Record<RevocationScope, string>> = {
  session: 'sessions',
  user: 'users',
  device: 'devices',
  app: 'apps',
  brand: 'brands',
};

@Injectable()
export class RevocationRepository {
  /** Raises the owner's epoch and writes the journal line, both in the caller's transaction (SEC-REV-02). */
  async append(store: Store, scope: RevocationScope, brandId: BrandId, targetId: number, now: number): Promise<void> {
    const table = OWNER_TABLE[scope];
    const ownBrand = scope === 'brand' ? 'id' : 'brand_id';
    await store.query(`UPDATE ${table} SET epoch = epoch + 1 WHERE id = ? AND ${ownBrand} = ?`, [targetId, brandId]);
    await store.query(
      `INSERT INTO revocations (brand_id, scope, target_id, epoch, happened_at)
       SELECT ?, ?, id, epoch, ? FROM ${table} WHERE id = ? AND ${ownBrand} = ?`,
      [brandId, scope, now, targetId, brandId],
    );
  }

  /** Raises the epochs of everybody and everything in the brand; its own line in the journal is the caller's (REL-15). */
  async raiseEpochs(store: Store, brandId: BrandId): Promise<void> {
    const { brand, ...owned } = OWNER_TABLE;
    for (const table of Object.values(owned)) {
      await store.query(`UPDATE ${table} SET epoch = epoch + 1 WHERE brand_id = ?`, [brandId]);
    }
  }

  /** Lines with a version above `version`, oldest first. */
  async readAfter(store: Store, version: number, limit: number): Promise<RevocationEntity[]> {
    return store.find(RevocationEntity, { where: { id: MoreThan(version) }, order: { id: 'ASC' }, take: limit });
  }

  async latestVersion(store: Store): Promise<number> {
    const rows: { latest: number | string | null }[] = await store.query('SELECT MAX(id) AS latest FROM revocations');
    return Number(rows[0]?.latest ?? 0);
  }

  async deleteBefore(store: Store, instant: number): Promise<void> {
    await store.delete(RevocationEntity, { happenedAt: LessThan(instant) });
  }
}
