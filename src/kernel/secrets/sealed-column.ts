import type { SealPlace } from './sealed-text';

/** Puts another sealed text into the place of one. @param place the `column` it was sealed for */
export type Reseal = (sealed: string, place: SealPlace['column']) => string;

/** A column that holds sealed texts (SEC-KEY-02). Its table has `id`, `brand_id` and `uid`. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column's value with each sealed text in it replaced. */
  readonly rewrite: (value: string, reseal: Reseal) => string;
}

/** A column whose value is one sealed text. */
export function sealedColumn(table: string, column: string): SealedColumn {
  return { table, column, rewrite: (value, reseal) => reseal(value, column) };
}
