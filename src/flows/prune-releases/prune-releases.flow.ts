import { Injectable } from '@nestjs/common';
import { BrandRepository } from '../../core/brands/brand.repository';
import { ReleasePruningRepository } from '../../core/releases/release-pruning.repository';
import { dayOf } from '../../core/releases/release-claim';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';

const DAY_MS = 86_400_000;
/** A year can be compared with the one before it. */
const KEPT_DAYS = 400;
/** Rows per statement. */
const BATCH = 500;

/** Figures of releases are kept for a while; that a device was active, for as long as somebody may still count it. */
@Injectable()
export class PruneReleasesFlow {
  /** The last day on which this process went through the devices: they grow old once a day. */
  private walkedOn = 0;

  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly releases: ReleasePruningRepository,
  ) {}

  async run(now: number): Promise<void> {
    const today = dayOf(now);
    for (const { id } of await this.brands.listSettings(this.database.store)) {
      await this.pruneDays(id, dayOf(now - KEPT_DAYS * DAY_MS));
      // Of yesterday something may still wait in a process's memory (ReleaseTally), and must not count twice.
      if (this.walkedOn !== today) await this.pruneActivity(id, dayOf(now - DAY_MS));
    }
    this.walkedOn = today;
  }

  private async pruneDays(brandId: BrandId, before: number): Promise<void> {
    let count = BATCH;
    while (count === BATCH) count = await this.releases.deleteDays(this.database.store, brandId, before, BATCH);
  }

  private async pruneActivity(brandId: BrandId, before: number): Promise<void> {
    let after: Awaited<ReturnType<ReleasePruningRepository['deleteActivity']>> = null;
    do after = await this.releases.deleteActivity(this.database.store, brandId, { before, after, limit: BATCH });
    while (after !== null);
  }
}
