import { Injectable } from '@nestjs/common';
import { type DueRow, OutboxRepository } from '../../core/outbox/outbox.repository';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { fairly } from './fair-choice';

/** Rows that one look reads at most. */
const WINDOW = 100;
/** Rows of one brand that a look finds at most. */
const PER_BRAND = 10;
/** Brands that a look behind a long backlog visits at most; the next look goes on with the next ones. */
const BRANDS = 20;

/** Finds what is to be done next: bounded work however long the backlog is, and every brand has its turn (SEC-TEN-10). */
@Injectable()
export class FindDueFlow {
  private lastVisited = 0 as BrandId;

  constructor(
    private readonly database: Database,
    private readonly repository: OutboxRepository,
  ) {}

  async run(now: number): Promise<DueRow[]> {
    const oldest = await this.repository.listDue(this.database.store, now, WINDOW);
    // All that is due was seen, unless the window is full: then one brand may stand in front of the others.
    const more = oldest.length < WINDOW ? [] : await this.behindBacklog(now);
    const seen = new Set(more.map(({ id }) => id));
    return fairly([...more, ...oldest.filter(({ id }) => !seen.has(id))], PER_BRAND);
  }

  private async behindBacklog(now: number): Promise<DueRow[]> {
    const { store } = this.database;
    const found: DueRow[] = [];
    for (let visit = 0; visit < BRANDS; visit += 1) {
      const next = await this.repository.nextBrandQueued(store, this.lastVisited);
      this.lastVisited = next ?? (0 as BrandId);
      if (next === null) return found;
      found.push(...(await this.repository.listDueOf(store, next, now, PER_BRAND)));
    }
    return found;
  }
}
