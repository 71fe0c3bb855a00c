import { Injectable } from '@nestjs/common';
import { Database } from '../../storage/database';
import type { AuditEvent, AuditOrigin } from './audit-trail';
import { AuditTrail } from './audit-trail';

interface Line {
  readonly origin: AuditOrigin;
  readonly event: AuditEvent;
}

const MAX_LINES = 10_000;

/**
 * Events of refused requests. They are written a moment later in one batch, so that a flood of wrong passwords does
 * not cost a write each, and known and unknown accounts cost the same; a crash loses one second of them (SEC-AUD-01).
 */
@Injectable()
export class AuditBuffer {
  private lines: Line[] = [];

  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
  ) {}

  add(origin: AuditOrigin, event: AuditEvent): void {
    if (this.lines.length < MAX_LINES) this.lines.push({ origin, event });
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const batch = this.lines;
    this.lines = [];
    try {
      await this.database.transaction(async (store) => {
        for (const { origin, event } of batch) await this.trail.record(store, origin, event);
      });
    } catch (error) {
      this.lines = [...batch, ...this.lines].slice(0, MAX_LINES);
      throw error;
    }
  }
}
