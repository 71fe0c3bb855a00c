import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Which part of a list is asked for. `number` counts from 0. */
export interface PageRequest {
  readonly number: number;
  readonly size: number;
}

/** A page of a list, narrowed and sorted. */
export interface ListRequest<F, S> {
  readonly filter: F;
  readonly page: PageRequest;
  readonly sort: { readonly field: S; readonly order: 'ASC' | 'DESC' };
}

export interface ListPage<T> {
  readonly items: T[];
  readonly total: number;
}

/** Equality without regard to case; an absent text narrows nothing (JFW-FMT-11). @param column a property of the entity */
export function narrowToText<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  column: string,
  text: string | undefined,
): void {
  if (text !== undefined) query.andWhere(`LOWER(${query.alias}.${column}) = LOWER(:${column})`, { [column]: text });
}

/** A part of one of the columns, without regard to case (JFW-FMT-11). */
export function narrowToKeywords<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  columns: readonly string[],
  keywords: string | undefined,
): void {
  if (keywords === undefined) return;
  const pattern = `%${keywords.replace(/[!%_]/g, '!$&')}%`;
  const parts = columns.map((column) => `LOWER(${query.alias}.${column}) LIKE LOWER(:pattern) ESCAPE '!'`);
  query.andWhere(`(${parts.join(' OR ')})`, { pattern });
}

/** Rows of these public ids; an absent list narrows nothing, an empty one to nothing. */
export function narrowToUids<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  uids: readonly string[] | undefined,
): void {
  if (uids === undefined) return;
  if (uids.length === 0) query.andWhere('1 = 0');
  else query.andWhere(`${query.alias}.uid IN (:...uids)`, { uids: [...uids] });
}

/** @param column the property to sort by; equal ones come in the order of their creation */
export async function readPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  column: string,
  { page, sort }: Pick<ListRequest<unknown, unknown>, 'page' | 'sort'>,
): Promise<ListPage<T>> {
  const [items, total] = await query
    .orderBy(`${query.alias}.${column}`, sort.order)
    .addOrderBy(`${query.alias}.id`, sort.order)
    .skip(page.number * page.size)
    .take(page.size)
    .getManyAndCount();
  return { items, total };
}
