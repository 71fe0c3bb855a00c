import { Injectable } from '@nestjs/common';
import { AuditBuffer } from '../core/audit/audit-buffer';
import { Presence } from '../core/devices/presence';
import { RefusalBuffer } from '../core/refusals/refusal-buffer';
import { Metrics } from '../ports/metrics.port';

/** Writes what requests left in memory, and counts what found no room there (REL-12). */
@Injectable()
export class WriteBack {
  constructor(
    private readonly presence: Presence,
    private readonly audit: AuditBuffer,
    private readonly refusals: RefusalBuffer,
    private readonly metrics: Metrics,
  ) {}

  /** One buffer's failure does not keep the others waiting. @throws the first failure */
  async flush(): Promise<void> {
    const results = [
      await this.attempt(() => this.presence.flush()),
      await this.attempt(() => this.audit.flush()),
      await this.attempt(() => this.refusals.flush()),
    ];
    this.metrics.countDropped('audit', this.audit.takeDropped());
    this.metrics.countDropped('refusals', this.refusals.takeDropped());
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
