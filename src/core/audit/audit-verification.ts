import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { AuditChainEntity } from './audit-chain.entity';
import { AuditChainRepository, type SealedRow } from './audit-chain.repository';
import type { ChainNote, ChainReport } from './chain-report';
import { ChainWalk } from './chain-walk';

const PAGE = 500;
/** A row is sealed a second after it was written; one this old was forgotten, or never meant to be sealed. */
const SEALED_WITHIN_MS = 60_000;
/** How often the walk begins anew because the retention took its beginning away. */
const ATTEMPTS = 5;

/** Checks a brand's hash chain, page by page (SEC-AUD-01). */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly database: Database,
    private readonly chains: AuditChainRepository,
  ) {}

  /** @param note a head noted earlier, which must still be on the chain */
  async verify(brandId: BrandId, now: number, note: ChainNote | null = null): Promise<ChainReport> {
    for (let attempt = 1; ; attempt += 1) {
      const report = await this.attempt(brandId, now, note);
      if (report.firstBreak === null || attempt === ATTEMPTS) return report;
      const chain = await this.chains.find(this.database.store, brandId);
      // What was missed may have been pruned under the walk.
      if (!chain || chain.prunedSequence === report.prunedSequence) return report;
    }
  }

  private async attempt(brandId: BrandId, now: number, note: ChainNote | null): Promise<ChainReport> {
    const { store } = this.database;
    // The newest row before the head: the head is never behind a row that was seen before it.
    const newest = await this.chains.findNewest(store, brandId);
    const chain = await this.chains.find(store, brandId);
    const walk = new ChainWalk(chain, note);
    if (chain) await this.walk(walk, chain);
    else if (newest) walk.fail('head-missing', newest.sequence, newest.uid);
    walk.finish();
    if (newest && newest.sequence > walk.end.sequence) walk.fail('beyond-head', newest.sequence, newest.uid);
    const forgotten = await this.chains.findForgotten(store, brandId, now - SEALED_WITHIN_MS);
    if (forgotten) walk.fail('unsealed', null, forgotten.uid);
    return { brandId, ...walk.result };
  }

  private async walk(walk: ChainWalk, { brandId, sequence: upTo }: AuditChainEntity): Promise<void> {
    let rows: SealedRow[];
    do {
      const range = { after: walk.position.sequence, upTo };
      rows = await this.chains.listSealed(this.database.store, brandId, range, PAGE);
      if (!rows.every((row) => walk.step(row))) return;
    } while (rows.length === PAGE);
  }
}
