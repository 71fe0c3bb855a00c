import type { PageRequest } from '../../storage/list-page';
import type { Output } from './output';
import { wholeNumber } from './option-values';

/** Options of commands that list. */
export interface PageOptions {
  readonly limit?: number;
  readonly page?: number;
}

const LIMIT = 100;
const MOST = 1_000;

export const LIMIT_OPTION = { flags: '--limit <count>', description: 'how many at most; default 100, most 1000' };
export const PAGE_OPTION = { flags: '--page <number>', description: 'which page of that many; the first is 1' };

export function parseLimit(value: string): number {
  return wholeNumber('--limit', value, 1, MOST);
}

export function parsePage(value: string): number {
  return wholeNumber('--page', value, 1, 1_000_000);
}

/** As lists are asked for inside: pages count from 0. */
export function pageOf({ limit = LIMIT, page = 1 }: PageOptions): PageRequest {
  return { number: page - 1, size: limit };
}

/** A page of a list, as it is printed. */
interface PrintedPage {
  /** The whole of it, with `total`, for `--json`. */
  readonly shown: { readonly total: number } & Readonly<Record<string, unknown>>;
  readonly head: readonly string[];
  readonly rows: Parameters<Output['table']>[2];
  readonly page: PageRequest;
}

/** Prints it, and says where the next one is, when there is one. */
export function printPage(out: Output, { shown, head, rows, page: { number, size } }: PrintedPage): void {
  out.table(shown, head, rows);
  const end = number * size + rows.length;
  if (shown.total > end) out.note(`${end} of ${shown.total}; the next: --page ${number + 2}`);
}
