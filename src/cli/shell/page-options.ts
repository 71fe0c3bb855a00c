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
export function pageOf({ limit = LIMIT, page = 1 }: PageOptions): { number: number; size: number } {
  return { number: page - 1, size: limit };
}

/** What to say of entries that are not shown, or null. */
export function moreText(
  shown: number,
  total: number,
  { number, size }: { number: number; size: number },
): string | null {
  const before = number * size;
  return total > before + shown ? `${before + shown} of ${total}; the next: --page ${number + 2}` : null;
}
