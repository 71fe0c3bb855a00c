import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { BrandEntity } from './brand.entity';
import { type BrandSettings, DEFAULT_BRAND_SETTINGS } from './brand-settings';
import type { BrandSnapshot } from './brand-snapshot';
import { DomainEntity } from './domain.entity';

export type NewBrand = Omit<BrandEntity, 'id'>;
export type NewDomain = Omit<DomainEntity, 'id'>;

/** Rows of brands and their domains. Brands are the tenants themselves, so they are found by their own names. */
@Injectable()
export class BrandRepository {
  async insert(store: Store, brand: NewBrand): Promise<BrandId> {
    const { identifiers } = await store.insert(BrandEntity, brand);
    // A server hands BIGINT back as text.
    return Number(identifiers[0]?.['id']) as BrandId;
  }

  async insertDomain(store: Store, domain: NewDomain): Promise<void> {
    await store.insert(DomainEntity, domain);
  }

  async isAnyPresent(store: Store): Promise<boolean> {
    return (await store.count(BrandEntity, { take: 1 })) > 0;
  }

  /** The brand that holds the first of these names verified; the order of `keys` decides (JFW-BRD-02 step 9). */
  async findIdByDomain(store: Store, keys: readonly string[]): Promise<BrandId | null> {
    if (keys.length === 0) return null;
    const rows = await store.findBy(DomainEntity, { verifiedDomain: In([...keys]) });
    for (const key of keys) {
      const row = rows.find((r) => r.verifiedDomain === key);
      if (row) return row.brandId;
    }
    return null;
  }

  async findSnapshot(store: Store, id: BrandId): Promise<BrandSnapshot | null> {
    const row = await store.findOneBy(BrandEntity, { id });
    if (!row) return null;
    const domains = await store.find(DomainEntity, { where: { brandId: id }, order: { id: 'ASC' } });
    const parent = row.parentId === null ? null : await store.findOneBy(BrandEntity, { id: row.parentId });
    const { settings, ...rest } = row;
    return { ...rest, parentUid: parent?.uid ?? null, settings: { ...DEFAULT_BRAND_SETTINGS, ...settings }, domains };
  }

  async findIdByUid(store: Store, uid: string): Promise<BrandId | null> {
    return (await store.findOneBy(BrandEntity, { uid }))?.id ?? null;
  }

  /** Every brand with its settings, for work that goes through all of them. */
  async listSettings(store: Store): Promise<{ id: BrandId; settings: BrandSettings }[]> {
    const rows = await store.find(BrandEntity, { select: { id: true, settings: true }, order: { id: 'ASC' } });
    return rows.map(({ id, settings }) => ({ id, settings: { ...DEFAULT_BRAND_SETTINGS, ...settings } }));
  }

  /** Ids of Active brands that list origins of their own; few, since most brands do not. */
  async findWithWhiteList(store: Store): Promise<BrandId[]> {
    const rows = await store
      .createQueryBuilder(BrandEntity, 'b')
      .where("b.status = 'Active'")
      .andWhere('b.settings LIKE :member', { member: '%"domainWhiteListURLs":"%' })
      .getMany();
    return rows.map((row) => row.id);
  }
}
