import type { ListPage, ListRequest } from '../../storage/list-page';

const SIZE = 200;

/** A whole list, read page by page, oldest first. */
export async function everyPage<T>(
  read: (request: ListRequest<Record<string, never>, 'id'>) => Promise<ListPage<T>>,
): Promise<T[]> {
  const items: T[] = [];
  for (let number = 0; ; number += 1) {
    const page = await read({ filter: {}, page: { number, size: SIZE }, sort: { field: 'id', order: 'ASC' } });
    items.push(...page.items);
    if (page.items.length < SIZE) return items;
  }
}
