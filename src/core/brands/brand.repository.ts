import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { BrandEntity, type BrandStatus } from './brand.entity';
import { type BrandSettings, withDefaults } from './brand-settings';
import type { BrandDomain, BrandSnapshot } from './brand-snapshot';
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
    return row ? ((await this.complete(store, [row]))[0] ?? null) : null;
  }

  /** Rows with their domains, their parents' public ids and the defaults; the same few statements, however many rows. */
  async complete(store: Store, rows: readonly BrandEntity[]): Promise<BrandSnapshot[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const parentIds = rows.flatMap(({ parentId }) => (parentId === null ? [] : [parentId]));
    const domains = await store.find(DomainEntity, { where: { brandId: In(ids) }, order: { id: 'ASC' } });
    const parents = parentIds.length === 0 ? [] : await store.findBy(BrandEntity, { id: In(parentIds) });
    const uids = new Map(parents.map(({ id, uid }) => [id, uid]));
    const withChannel = await this.withPushChannel(store, ids);
    return rows.map(({ settings, ...row }) => ({
      ...row,
      parentUid: row.parentId === null ? null : (uids.get(row.parentId) ?? null),
      // What is shown of the secret is what is in its table, and nowhere else.
      settings: { ...withDefaults(settings), firebaseCredential: withChannel.has(row.id) },
      domains: domains.filter(({ brandId }) => brandId === row.id).map(domainOf),
    }));
  }

  /** Which of the brands have a service account. By name: push lies above brands. */
  private async withPushChannel(store: Store, ids: readonly BrandId[]): Promise<ReadonlySet<BrandId>> {
    const rows = await store
      .createQueryBuilder()
      .select('c.brand_id', 'brandId')
      .from('PushChannelEntity', 'c')
      .where('c.brand_id IN (:...ids)', { ids })
      .getRawMany<{ brandId: number | string }>();
    return new Set(rows.map(({ brandId }) => Number(brandId) as BrandId));
  }

  async findIdByUid(store: Store, uid: string): Promise<BrandId | null> {
    // What is no id costs no statement.
    return isUuid(uid) ? ((await store.findOneBy(BrandEntity, { uid }))?.id ?? null) : null;
  }

  async findIdByCode(store: Store, code: string): Promise<BrandId | null> {
    return (await store.findOneBy(BrandEntity, { code }))?.id ?? null;
  }

  /** The first brand, in whose trail the installation's own changes stand. */
  async findPlatformId(store: Store): Promise<BrandId | null> {
    return (await store.findOneBy(BrandEntity, { isSystem: true }))?.id ?? null;
  }

  async findRow(store: Store, id: BrandId): Promise<BrandEntity | null> {
    return store.findOneBy(BrandEntity, { id });
  }

  async update(store: Store, id: BrandId, changes: Partial<BrandEntity>): Promise<void> {
    await store.update(BrandEntity, { id }, changes);
  }

  /** @returns false when that is its status already */
  async setStatus(store: Store, id: BrandId, status: BrandStatus, now: number): Promise<boolean> {
    const { affected } = await store.update(BrandEntity, { id, status: Not(status) }, { status, modifiedAt: now });
    return affected === 1;
  }

  /** Every brand with its settings, for work that goes through all of them. */
  async listSettings(store: Store): Promise<{ id: BrandId; settings: BrandSettings }[]> {
    const rows = await store.find(BrandEntity, { select: { id: true, settings: true }, order: { id: 'ASC' } });
    return rows.map(({ id, settings }) => ({ id, settings: withDefaults(settings) }));
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

/** What waits for its verification is not the primary domain yet, though it may be meant to be. */
export function domainOf({
  uid,
  domain,
  isPrimary,
  verifiedAt,
  verificationToken,
  createdAt,
}: DomainEntity): BrandDomain {
  return { uid, domain, isPrimary: isPrimary && verifiedAt !== null, verifiedAt, verificationToken, createdAt };
}
