import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import {
  type ListPage,
  type ListRequest,
  narrowToKeywords,
  narrowToText,
  narrowToUids,
  readPage,
} from '../../storage/list-page';
import { AppEntity } from './app.entity';

/** What a list of apps is narrowed to; absent members narrow nothing. */
export interface AppFilter {
  readonly uids?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly isActive?: boolean | undefined;
  /** A part of name or description. */
  readonly keywords?: string | undefined;
}

/** Columns that a list can be sorted by; nothing of the key is among them (SEC-TEN-07). */
export const APP_SORTS = {
  id: 'id',
  name: 'name',
  createdDate: 'createdAt',
  modifiedDate: 'modifiedAt',
} as const satisfies Record<string, keyof AppEntity>;

/** Lists of a brand's apps, read page by page. */
@Injectable()
export class AppSearchRepository {
  constructor(private readonly database: Database) {}

  async find(
    brandId: BrandId,
    { filter, page, sort }: ListRequest<AppFilter, keyof typeof APP_SORTS>,
  ): Promise<ListPage<AppEntity>> {
    const query = this.database.store.createQueryBuilder(AppEntity, 'a').where('a.brandId = :brandId', { brandId });
    narrowToUids(query, filter.uids);
    narrowToText(query, 'name', filter.name);
    if (filter.isActive !== undefined) query.andWhere('a.isActive = :isActive', { isActive: filter.isActive });
    narrowToKeywords(query, ['name', 'description'], filter.keywords);
    return readPage(query, APP_SORTS[sort.field], { page, sort });
  }
}
