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
import { ServiceEntity } from './service.entity';

/** What a list of services is narrowed to; absent members narrow nothing. */
export interface ServiceFilter {
  readonly uids?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly isActive?: boolean | undefined;
  /** A part of name, label or description. */
  readonly keywords?: string | undefined;
}

/** Columns that a list can be sorted by, by the names the outside knows them under. */
export const SERVICE_SORTS = {
  id: 'id',
  name: 'name',
  label: 'label',
  type: 'type',
  createdDate: 'createdAt',
  modifiedDate: 'modifiedAt',
} as const satisfies Record<string, keyof ServiceEntity>;

/** Lists of a brand's services, read page by page. */
@Injectable()
export class ServiceSearchRepository {
  constructor(private readonly database: Database) {}

  async find(
    brandId: BrandId,
    { filter, page, sort }: ListRequest<ServiceFilter, keyof typeof SERVICE_SORTS>,
  ): Promise<ListPage<ServiceEntity>> {
    const { store } = this.database;
    const query = store.createQueryBuilder(ServiceEntity, 's').where('s.brandId = :brandId', { brandId });
    narrowToUids(query, filter.uids);
    narrowToText(query, 'name', filter.name);
    narrowToText(query, 'type', filter.type);
    if (filter.isActive !== undefined) query.andWhere('s.isActive = :isActive', { isActive: filter.isActive });
    narrowToKeywords(query, ['name', 'label', 'description'], filter.keywords);
    return readPage(query, SERVICE_SORTS[sort.field], { page, sort });
  }
}
