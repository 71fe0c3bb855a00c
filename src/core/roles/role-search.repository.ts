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
import { RoleEntity } from './role.entity';

/** What a list of roles is narrowed to; absent members narrow nothing (JFW-EP-35). */
export interface RoleFilter {
  readonly uids?: readonly string[] | undefined;
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  /** A part of code or name. */
  readonly keywords?: string | undefined;
}

/** Columns that a list can be sorted by, by the names the outside knows them under. */
export const ROLE_SORTS = {
  id: 'id',
  code: 'code',
  name: 'name',
  type: 'kind',
  createdDate: 'createdAt',
  modifiedDate: 'modifiedAt',
} as const satisfies Record<string, keyof RoleEntity>;

/** Lists of a brand's roles, read page by page. */
@Injectable()
export class RoleSearchRepository {
  constructor(private readonly database: Database) {}

  async find(
    brandId: BrandId,
    { filter, page, sort }: ListRequest<RoleFilter, keyof typeof ROLE_SORTS>,
  ): Promise<ListPage<RoleEntity>> {
    const query = this.database.store.createQueryBuilder(RoleEntity, 'r').where('r.brandId = :brandId', { brandId });
    narrowToUids(query, filter.uids);
    narrowToText(query, 'code', filter.code);
    narrowToText(query, 'name', filter.name);
    narrowToKeywords(query, ['code', 'name'], filter.keywords);
    return readPage(query, ROLE_SORTS[sort.field], { page, sort });
  }
}
