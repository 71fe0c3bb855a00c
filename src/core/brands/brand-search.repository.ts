import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { type ListPage, type ListRequest, narrowToKeywords, narrowToText, readPage } from '../../storage/list-page';
import { BrandEntity } from './brand.entity';
import { BrandRepository } from './brand.repository';
import type { BrandSnapshot } from './brand-snapshot';

/** What a list of brands is narrowed to; absent members narrow nothing (jfw.md, EP-61). */
export interface BrandFilter {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly abbr?: string | undefined;
  readonly tags?: string | undefined;
  readonly status?: string | undefined;
  /** A part of the code, the name or the abbreviation. */
  readonly keywords?: string | undefined;
}

/** Columns that a list can be sorted by, by the names the outside knows them under. */
export const BRAND_SORTS = {
  id: 'id',
  code: 'code',
  name: 'name',
  abbr: 'abbr',
  status: 'status',
  createdDate: 'createdAt',
  modifiedDate: 'modifiedAt',
} as const satisfies Record<string, keyof BrandEntity>;

// UNION without ALL takes a brand once, so that a ring that somebody made by hand ends.
const SUBTREE = `
  SELECT id FROM brands WHERE id = :root
  UNION
  SELECT child.id FROM brands child JOIN subtree ON child.parent_id = subtree.id`;

/** Lists of brands, read page by page. */
@Injectable()
export class BrandSearchRepository {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
  ) {}

  /** @param root the brand whose descendants, and itself, are listed; null: all there are */
  async find(
    root: BrandId | null,
    { filter, page, sort }: ListRequest<BrandFilter, keyof typeof BRAND_SORTS>,
  ): Promise<ListPage<BrandSnapshot>> {
    const { store } = this.database;
    const query = store.createQueryBuilder(BrandEntity, 'b');
    if (root !== null) {
      query
        .addCommonTableExpression(SUBTREE, 'subtree', { recursive: true, columnNames: ['id'] })
        .where('b.id IN (SELECT id FROM subtree)', { root });
    }
    for (const member of ['code', 'name', 'abbr', 'tags', 'status'] as const)
      narrowToText(query, member, filter[member]);
    narrowToKeywords(query, ['code', 'name', 'abbr'], filter.keywords);
    const { items, total } = await readPage(query, BRAND_SORTS[sort.field], { page, sort });
    return { items: await this.brands.complete(store, items), total };
  }
}
