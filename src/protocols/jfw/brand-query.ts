import type { BrandFilter } from '../../core/brands/brand-search.repository';
import type { Passage } from '../../gate/passage';
import type { BrandId } from '../../kernel/ids';
import { TEXT } from '../wire/schema';
import type { JfwQuery } from './jfw-query';

/** As `brandFilterOf` reads them. */
export const BRAND_FILTERS = { code: TEXT, name: TEXT, abbr: TEXT, tags: TEXT, status: TEXT, keywords: TEXT } as const;

/** The filters of JFW-EP-61. */
export function brandFilterOf(query: JfwQuery): BrandFilter {
  return {
    code: query.text('code'),
    name: query.text('name'),
    abbr: query.text('abbr'),
    tags: query.text('tags'),
    status: query.text('status'),
    keywords: query.text('keywords'),
  };
}

/** Whose descendants are listed: the target brand's; null for a SuperAdmin who names none (JFW-EP-61). */
export function listRootOf({ targetOrThrow, brandOrThrow, caller }: Passage): BrandId | null {
  const isOwn = targetOrThrow.id === brandOrThrow.id;
  return isOwn && caller.type === 'SuperAdmin' ? null : targetOrThrow.id;
}
