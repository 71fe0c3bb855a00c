import { Injectable } from '@nestjs/common';
import { AuditBuffer } from '../core/audit/audit-buffer';
import { Presence } from '../core/devices/presence';
import { RefusalBuffer } from '../core/refusals/refusal-buffer';
import { ReleaseTally } from '../core/releases/release-tally';
import { Metrics } from '../ports/metrics.port';

/** Writes what requests left in memory, and counts what found no room there (REL-12). */
@Injectable()
export class WriteBack {
  constructor(
    private readonly presence: Presence,
    private readonly audit: AuditBuffer,
    private readonly refusals: RefusalBuffer,
    private readonly releases: ReleaseTally,
    private readonly metrics: Metrics,
  ) {}

  /** One buffer's failure does not keep the others waiting. @throws the first failure */
  async flush(): Promise<void> {
    const results = [
      await this.attempt(() => this.presence.flush()),
      await this.attempt(() => this.audit.flush()),
      await this.attempt(() => this.refusals.flush()),
      await this.attempt(() => this.releases.flush()),
    ];
    this.metrics.countDropped('audit', this.audit.takeDropped());
    this.metrics.countDropped('refusals', this.refusals.takeDropped());
    this.metrics.countDropped('releases', this.releases.takeDropped());
    for (const [total, count] of this.releases.takeTotals()) {
      const [os = '', figure = ''] = total.split(' ');
      this.metrics.countAppVersionEvents(os, figure, count);
    }
    for (const result of results) if (result !== null) throw result.error;
  }

  private async attempt(work: () => Promise<void>): Promise<{ readonly error: unknown } | null> {
    try {
      await work();
      return null;
    } catch (error) {
      return { error };
    }
  }
}
