import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { AuditChainRepository, type SealedRow } from './audit-chain.repository';

/** What a brand's retention took away. */
export interface Pruned {
  readonly count: number;
  /** The chain begins behind this number now. */
  readonly upTo: number;
}

/** Rows per transaction. */
const BATCH = 500;

/**
 * Lets go of events that are older than a brand keeps them, oldest first and in small batches. The chain keeps the place
 * and the hash of the last one as its new beginning, so that what is left can still be checked. A row that is not sealed
 * is never removed.
 */
@Injectable()
export class AuditPruning {
  constructor(
    private readonly database: Database,
    private readonly chains: AuditChainRepository,
  ) {}

  /** @param before epoch ms; what happened then or later stays */
  async prune(brandId: BrandId, before: number): Promise<Pruned> {
    let total: Pruned = { count: 0, upTo: 0 };
    for (;;) {
      const batch = await this.pruneBatch(brandId, before);
      if (batch === null) return total;
      total = { count: total.count + batch.count, upTo: batch.upTo };
      if (batch.count < BATCH) return total;
    }
  }

  private async pruneBatch(brandId: BrandId, before: number): Promise<Pruned | null> {
    const { store } = this.database;
    const chain = await this.chains.find(store, brandId);
    if (!chain) return null;
    const { prunedSequence: after, sequence: upTo } = chain;
    const rows = await this.chains.listSealed(store, brandId, { after, upTo }, BATCH);
    const last = lastOld(rows, before);
    if (!last?.hash) return null;
    const { sequence, hash } = last;
    return this.database.transaction(async (transaction) => {
      if (!(await this.chains.anchor(transaction, brandId, after, { sequence, hash }))) return null;
      return { count: await this.chains.deleteUpTo(transaction, brandId, sequence), upTo: sequence };
    });
  }
}

/**
 * The end of the old ones at the chain's beginning. The first young one stops it, also where older ones follow: whoever
 * could date a row back must not be able to have younger ones removed with it.
 */
function lastOld(rows: readonly SealedRow[], before: number): SealedRow | undefined {
  const firstYoung = rows.findIndex(({ happenedAt }) => happenedAt >= before);
  return firstYoung === -1 ? rows.at(-1) : rows[firstYoung - 1];
}
