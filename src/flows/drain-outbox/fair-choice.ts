import type { DueRow } from '../../core/outbox/outbox.repository';

/** In turns: the first of each brand, then the second of each, and so on; at most `perBrand` of one brand. */
export function fairly(rows: readonly DueRow[], perBrand: number): DueRow[] {
  const byBrand = new Map<DueRow['brandId'], DueRow[]>();
  for (const row of rows) byBrand.set(row.brandId, [...(byBrand.get(row.brandId) ?? []), row]);
  const brands = [...byBrand.values()];
  return Array.from({ length: perBrand }, (_, turn) => brands.flatMap((own) => own[turn] ?? [])).flat();
}
