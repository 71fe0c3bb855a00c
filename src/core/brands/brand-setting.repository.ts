import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import { Database, type Store } from '../../storage/database';
import type { ListPage } from '../../storage/list-page';
import { BrandEntity } from './brand.entity';
import { BrandSettingVersionEntity } from './brand-setting-version.entity';
import type { StoredBrandSettings } from './brand-settings';

/** The settings of a brand as they stand, and the version a change of them must name. */
export interface StandingSettings {
  readonly uid: string;
  readonly version: number;
  readonly settings: StoredBrandSettings;
  readonly modifiedAt: number;
}

export interface NewSettings {
  readonly settings: StoredBrandSettings;
  readonly actorUserId: UserId | null;
  readonly at: number;
}

export interface ListedVersion {
  readonly version: number;
  readonly settings: StoredBrandSettings;
  /** Null: the command line, or somebody of another brand. */
  readonly actorUid: string | null;
  readonly changedAt: number;
}

/** Settings of brands and what they were. */
@Injectable()
export class BrandSettingRepository {
  constructor(private readonly database: Database) {}

  async find(store: Store, brandId: BrandId): Promise<StandingSettings | null> {
    const row = await store.findOneBy(BrandEntity, { id: brandId });
    if (!row) return null;
    const { uid, settingsVersion: version, settings, modifiedAt } = row;
    return { uid, version, settings, modifiedAt };
  }

  /**
   * Puts new settings in the place of those that were read, unless somebody else did so first: one statement that names
   * the version it was made from.
   * @returns false when that version stands no more
   */
  async replace(store: Store, brandId: BrandId, standing: StandingSettings, next: NewSettings): Promise<boolean> {
    const version = standing.version + 1;
    const { settings, actorUserId, at } = next;
    const { affected } = await store.update(
      BrandEntity,
      { id: brandId, settingsVersion: standing.version },
      { settings, settingsVersion: version, modifiedAt: at },
    );
    if (affected !== 1) return false;
    // The first change also writes down what was there before it, so that there is a way back.
    if (standing.version === 0) {
      const first = { version: 0, settings: standing.settings, actorUserId: null, changedAt: standing.modifiedAt };
      await store.insert(BrandSettingVersionEntity, { brandId, ...first });
    }
    await store.insert(BrandSettingVersionEntity, { brandId, version, settings, actorUserId, changedAt: at });
    return true;
  }

  async findVersion(store: Store, brandId: BrandId, version: number): Promise<StoredBrandSettings | null> {
    return (await store.findOneBy(BrandSettingVersionEntity, { brandId, version }))?.settings ?? null;
  }

  /** Newest first. */
  async listVersions(
    brandId: BrandId,
    page: { readonly number: number; readonly size: number },
  ): Promise<ListPage<ListedVersion>> {
    const query = this.database.store
      .createQueryBuilder(BrandSettingVersionEntity, 'v')
      .where('v.brandId = :brandId', { brandId });
    const total = await query.getCount();
    const { entities, raw } = await query
      // By name: users lie above brands.
      .leftJoin('UserEntity', 'u', 'u.brandId = v.brandId AND u.id = v.actorUserId')
      .addSelect('u.uid', 'actor_uid')
      .orderBy('v.version', 'DESC')
      .offset(page.number * page.size)
      .limit(page.size)
      .getRawAndEntities<{ actor_uid: string | null }>();
    const items = entities.map(({ version, settings, changedAt }, i) => {
      return { version, settings, changedAt, actorUid: raw[i]?.actor_uid ?? null };
    });
    return { items, total };
  }
}
