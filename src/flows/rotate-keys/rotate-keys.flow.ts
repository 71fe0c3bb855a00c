import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SEALED_COLUMNS } from '../../core/key-ring/sealed-columns';
import { type SealedRow, SealedTextRepository } from '../../core/key-ring/sealed-text.repository';
import { KeyRing } from '../../kernel/secrets/key-ring';
import type { SealedColumn } from '../../kernel/secrets/sealed-column';
import { seal, sealedBy, unseal } from '../../kernel/secrets/sealed-text';
import { Database, type Store } from '../../storage/database';

/** How far a rotation has come. */
export interface RotationCount {
  /** Sealed anew under the writing entry. */
  readonly resealed: number;
  /** Under the writing entry already. */
  readonly current: number;
  /** Cannot be opened: its entry is not in the ring, or the row was tampered with. */
  readonly unreadable: number;
}

export interface RotationOptions {
  /** Rows in one transaction. */
  readonly batch: number;
  /** Called after each transaction; what it waits for, the next one waits for too. */
  readonly onProgress: (count: RotationCount) => Promise<void>;
}

const OUTCOMES = ['resealed', 'current', 'unreadable'] as const;

interface Tally {
  resealed: number;
  current: number;
  unreadable: number;
}

/**
 * Seals anew, under the writing entry of the key ring, what older entries sealed (SEC-KEY-03). Each row is one conditional
 * statement and says itself under which entry it is, so that a rotation that was killed goes on where it stood.
 */
@Injectable()
export class RotateKeysFlow {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedTextRepository,
    private readonly ring: KeyRing,
    private readonly audit: AuditTrail,
  ) {}

  /** @param actor of the platform brand, whose trail tells of the whole installation */
  async run(actor: Actor, { batch, onProgress }: RotationOptions): Promise<RotationCount> {
    const total: Tally = { resealed: 0, current: 0, unreadable: 0 };
    for (const column of SEALED_COLUMNS) {
      for (let afterId: number | undefined = 0; afterId !== undefined;) {
        const rows = await this.sealed.list(this.database.store, column, afterId, batch);
        const done = await this.database.transaction((store) => this.resealAll(store, column, rows, actor));
        for (const name of OUTCOMES) total[name] += done[name];
        afterId = rows.at(-1)?.id;
        if (afterId !== undefined) await onProgress({ ...total });
      }
    }
    return total;
  }

  private async resealAll(store: Store, column: SealedColumn, rows: readonly SealedRow[], actor: Actor) {
    const tally: Tally = { resealed: 0, current: 0, unreadable: 0 };
    for (const row of rows) {
      const { value, count } = this.reseal(column, row);
      // Whoever changed it meanwhile sealed it as their own key ring says.
      if (value !== row.value && !(await this.sealed.replace(store, column, row, value))) continue;
      for (const name of OUTCOMES) tally[name] += count[name];
    }
    if (tally.resealed > 0) {
      const details = {
        ringId: this.ring.currentId,
        table: column.table,
        column: column.column,
        count: tally.resealed,
      };
      await this.audit.record(store, originOf(actor), { event: 'gateway.keys_rotated', details });
    }
    return tally;
  }

  private reseal({ table, rewrite }: SealedColumn, { brandId, uid, value }: SealedRow) {
    const count: Tally = { resealed: 0, current: 0, unreadable: 0 };
    const rewritten = rewrite(value, (sealed, column) => {
      const place = { table, column, brandId, uid };
      const isCurrent = sealedBy(sealed) === this.ring.currentId;
      const text = isCurrent ? null : unseal(this.ring, sealed, place);
      count[isCurrent ? 'current' : text === null ? 'unreadable' : 'resealed'] += 1;
      return text === null ? sealed : seal(this.ring, text, place);
    });
    return { value: rewritten, count };
  }
}
