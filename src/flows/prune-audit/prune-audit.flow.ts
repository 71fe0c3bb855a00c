import { Injectable } from '@nestjs/common';
import { AuditPruning } from '../../core/audit/audit-pruning';
import { BrandDirectory } from '../../core/brands/brand-directory';
import { BrandRepository } from '../../core/brands/brand.repository';
import { Database } from '../../storage/database';

const DAY_MS = 86_400_000;

export interface PrunedBrand {
  readonly brandUid: string;
  readonly count: number;
  /** The brand's chain begins behind this number now. */
  readonly upTo: number;
}

/** Each brand's trail, as long as the brand keeps it (SEC-AUD-01). */
@Injectable()
export class PruneAuditFlow {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly directory: BrandDirectory,
    private readonly pruning: AuditPruning,
  ) {}

  /** Tells of the brands of which something was let go. */
  async *run(now: number): AsyncGenerator<PrunedBrand> {
    for (const { id, settings } of await this.brands.listSettings(this.database.store)) {
      const { count, upTo } = await this.pruning.prune(id, now - settings.auditRetentionDays * DAY_MS);
      const brand = count === 0 ? null : await this.directory.findById(id);
      if (brand) yield { brandUid: brand.uid, count, upTo };
    }
  }
}
