import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
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

export interface BrandListRequest {
  readonly filter: BrandFilter;
  readonly page: { readonly number: number; readonly size: number };
  readonly sort: { readonly field: keyof typeof BRAND_SORTS; readonly order: 'ASC' | 'DESC' };
}

type Brands = SelectQueryBuilder<BrandEntity>;

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
    { filter, page, sort }: BrandListRequest,
  ): Promise<{ items: BrandSnapshot[]; total: number }> {
    const { store } = this.database;
    const query = store.createQueryBuilder(BrandEntity, 'b');
    if (root !== null) {
      query
        .addCommonTableExpression(SUBTREE, 'subtree', { recursive: true, columnNames: ['id'] })
        .where('b.id IN (SELECT id FROM subtree)', { root });
    }
    narrow(query, filter);
    const [rows, total] = await query
      .orderBy(`b.${BRAND_SORTS[sort.field]}`, sort.order)
      .addOrderBy('b.id', sort.order)
      .skip(page.number * page.size)
      .take(page.size)
      .getManyAndCount();
    return { items: await this.brands.complete(store, rows), total };
  }
}

function narrow(query: Brands, filter: BrandFilter): void {
  for (const member of ['code', 'name', 'abbr', 'tags', 'status'] as const) {
    const text = filter[member];
    if (text !== undefined) query.andWhere(`LOWER(b.${member}) = LOWER(:${member})`, { [member]: text });
  }
  if (filter.keywords === undefined) return;
  const pattern = `%${filter.keywords.replace(/[!%_]/g, '!$&')}%`;
  const parts = ['code', 'name', 'abbr'].map((member) => `LOWER(b.${member}) LIKE LOWER(:pattern) ESCAPE '!'`);
  query.andWhere(`(${parts.join(' OR ')})`, { pattern });
}
