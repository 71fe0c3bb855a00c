import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AuditChainRepository, type Seal } from './audit-chain.repository';
import { sealOf, type TrailRow } from './audit-seal';

/** Rows per transaction: the chain's row is held for a moment only. */
const BATCH = 200;
/** Batches of a brand in one run, so that a run ends. */
const ROUNDS = 50;

/** The rows to seal are no longer as they were read; the transaction is undone and the next run begins anew. */
class TrailChangedError extends Error {
  override readonly name = 'TrailChangedError';
}

/**
 * Links what was written to the trail into a chain per brand, a moment later and off every request's path: writers never
 * wait for one another (SEC-AUD-01, ADR 9). Any number of gateways may do it at once.
 */
@Injectable()
export class AuditSealer {
  constructor(
    private readonly database: Database,
    private readonly chains: AuditChainRepository,
  ) {}

  /** @returns how many rows this call sealed @throws the first failure, after the other brands had their turn */
  async run(): Promise<number> {
    const failed = new Map<BrandId, unknown>();
    let total = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const waiting = await this.chains.listWaiting(this.database.store);
      let sealed = 0;
      for (const brandId of waiting.filter((id) => !failed.has(id))) {
        sealed += await this.sealBatch(brandId).catch((error: unknown) => {
          failed.set(brandId, error);
          return 0;
        });
      }
      total += sealed;
      if (sealed === 0) break;
    }
    for (const error of failed.values()) throw error;
    return total;
  }

  /** The next rows of one brand. @returns 0 when there are none, or another gateway was faster */
  private async sealBatch(brandId: BrandId): Promise<number> {
    const { store } = this.database;
    // The head before the rows: whatever led to it is seen as sealed by then.
    const head = await this.chains.findOrBegin(store, brandId);
    const rows = await this.chains.listUnsealed(store, brandId, BATCH);
    const seals = sealsOf(head, rows);
    const last = seals.at(-1);
    if (last === undefined) return 0;
    return this.database.transaction(async (transaction) => {
      const to = { sequence: last.sequence, hash: last.hash };
      if (!(await this.chains.advance(transaction, brandId, head.sequence, to))) return 0;
      const count = await this.chains.seal(transaction, brandId, seals);
      if (count !== seals.length) throw new TrailChangedError('rows of the trail changed while they were sealed');
      return count;
    });
  }
}

function sealsOf(head: Pick<Seal, 'sequence' | 'hash'>, rows: readonly TrailRow[]): Seal[] {
  let { sequence, hash } = head;
  return rows.map((row) => {
    sequence += 1;
    hash = sealOf(hash, sequence, row);
    return { id: row.id, sequence, hash };
  });
}
