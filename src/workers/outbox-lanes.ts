import { setTimeout as delay } from 'node:timers/promises';
import type { DueRow } from '../core/outbox/outbox.repository';

/** Things that are done at once. */
const LANES = 5;
/** Of one brand: a mail server that lets everybody wait holds up its own brand. */
const PER_BRAND = 2;

/** What is under way. */
export class OutboxLanes {
  private readonly underWay = new Map<DueRow['id'], { readonly row: DueRow; readonly end: Promise<void> }>();

  get isIdle(): boolean {
    return this.underWay.size === 0;
  }

  get hasRoom(): boolean {
    return this.underWay.size < LANES;
  }

  /** Which of these, in their order, may begin now; those that are under way already are left out. */
  choose(rows: readonly DueRow[]): { readonly taken: DueRow[]; readonly left: DueRow[] } {
    const busy = new Map<DueRow['brandId'], number>();
    for (const { row } of this.underWay.values()) busy.set(row.brandId, (busy.get(row.brandId) ?? 0) + 1);
    const [taken, left]: [DueRow[], DueRow[]] = [[], []];
    for (const row of rows) {
      if (this.underWay.has(row.id)) continue;
      const own = busy.get(row.brandId) ?? 0;
      const hasRoom = own < PER_BRAND && this.underWay.size + taken.length < LANES;
      if (hasRoom) busy.set(row.brandId, own + 1);
      (hasRoom ? taken : left).push(row);
    }
    return { taken, left };
  }

  /** @param work never fails */
  begin(row: DueRow, work: Promise<void>): void {
    const end = work.finally(() => this.underWay.delete(row.id));
    this.underWay.set(row.id, { row, end });
  }

  /** When one of them has ended, or after this time. @param ms milliseconds */
  async settled(ms: number): Promise<void> {
    const waiting = new AbortController();
    const ends = [...this.underWay.values()].map(({ end }) => end);
    const pause = delay(ms, undefined, { ref: false, signal: waiting.signal }).catch(() => undefined);
    await Promise.race([...ends, pause]);
    waiting.abort();
  }

  async whenIdle(): Promise<void> {
    while (!this.isIdle) await Promise.all([...this.underWay.values()].map(({ end }) => end));
  }
}
