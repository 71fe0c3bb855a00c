import type { AuditFilter } from '../../core/audit/audit-search.repository';
import type { BrandId } from '../../kernel/ids';
import type { ExportAuditFlow, ExportedLine } from '../../flows/read-audit/export-audit.flow';

/** Rows become visible a little later than they are dated: a transaction takes time, and some lines are written in batches. */
const LATE_MS = 10_000;

/** What a trail gets while somebody watches: each event once, those that come late as well. */
export class FreshEvents {
  /** When it happened, by id; of the last moments only. */
  private readonly seen = new Map<string, number>();
  private latest: number | null = null;

  constructor(
    private readonly flow: ExportAuditFlow,
    private readonly brandId: BrandId,
    private readonly filter: AuditFilter,
  ) {}

  /** @param shown oldest first: what was printed already; what is older will not be */
  async begin(shown: readonly { readonly id: string; readonly date: string }[]): Promise<void> {
    for (const { id, date } of shown) this.note(id, date);
    const [oldest] = shown;
    if (oldest === undefined) return;
    const older = { ...this.window(), before: oldest.id };
    for await (const { id, date } of this.flow.run(this.brandId, older)) this.note(id, date);
  }

  /** Since it was asked last; oldest first. */
  async *next(): AsyncGenerator<ExportedLine> {
    for await (const line of this.flow.run(this.brandId, this.window())) {
      if (this.seen.has(line.id)) continue;
      this.note(line.id, line.date);
      yield line;
    }
    this.forget();
  }

  private window(): AuditFilter {
    return this.latest === null ? this.filter : { ...this.filter, from: this.latest - LATE_MS };
  }

  private note(id: string, date: string): void {
    const instant = Date.parse(date);
    this.seen.set(id, instant);
    this.latest = Math.max(this.latest ?? 0, instant);
  }

  private forget(): void {
    const oldest = (this.latest ?? 0) - LATE_MS;
    for (const [id, instant] of this.seen) if (instant < oldest) this.seen.delete(id);
  }
}
