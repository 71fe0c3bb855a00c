import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { SealedColumn } from '../../kernel/secrets/sealed-column';
import type { Store } from '../../storage/database';

/** A row with sealed texts in one of its columns. */
export interface SealedRow {
  readonly id: number;
  readonly brandId: BrandId;
  readonly uid: string;
  readonly value: string;
}

interface Row {
  readonly id: number | string;
  readonly brandId: number | string;
  readonly uid: string;
  readonly value: string;
}

/** Rows of every table that holds sealed texts. Table and column come from the list of columns, never from outside. */
@Injectable()
export class SealedTextRepository {
  /** Of all brands, in the order of their ids. */
  async list(store: Store, { table, column }: SealedColumn, afterId: number, limit: number): Promise<SealedRow[]> {
    const rows: Row[] = await store.query(
      `SELECT id, brand_id AS "brandId", uid, ${column} AS "value" FROM ${table}
        WHERE id > ? AND ${column} IS NOT NULL ORDER BY id LIMIT ${limit}`,
      [afterId],
    );
    // A server hands BIGINT back as text.
    return rows.map((row) => ({ ...row, id: Number(row.id), brandId: Number(row.brandId) as BrandId }));
  }

  /** @returns false when the row was changed or deleted meanwhile */
  async replace(store: Store, { table, column }: SealedColumn, row: SealedRow, value: string): Promise<boolean> {
    const metadata = store.dataSource.getMetadata(table);
    const property = metadata.findColumnWithDatabaseName(column)?.propertyName;
    if (property === undefined) throw new TypeError(`${table} has no column ${column}`);
    const { affected } = await store
      .createQueryBuilder()
      .update(metadata.target)
      .set({ [property]: () => ':value' })
      .where(`brand_id = :brandId AND id = :id AND ${column} = :before`)
      .setParameters({ value, brandId: row.brandId, id: row.id, before: row.value })
      .execute();
    return affected === 1;
  }
}
