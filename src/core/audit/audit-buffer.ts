import { Injectable } from '@nestjs/common';
import { OneAtATime } from '../../kernel/one-at-a-time';
import { Database } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { type AuditEvent, type AuditOrigin, type AuditRow, AuditTrail } from './audit-trail';

const MAX_ROWS = 10_000;
/** Rows per statement. */
const BATCH = 100;

/**
 * Events of refused requests. They are written a moment later in batches, so that a flood of wrong passwords does
 * not cost a write each, and known and unknown accounts cost the same; a crash loses one second of them (SEC-AUD-01).
 */
@Injectable()
export class AuditBuffer {
  private rows: AuditRow[] = [];
  private readonly writing = new OneAtATime();
  private dropped = 0;

  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
  ) {}

  add(origin: AuditOrigin, event: AuditEvent): void {
    if (this.rows.length < MAX_ROWS) this.rows.push(this.trail.rowOf(origin, event));
    else this.dropped += 1;
  }

  flush(): Promise<void> {
    return this.writing.run(() => this.writeAll());
  }

  private async writeAll(): Promise<void> {
    while (this.rows.length > 0) {
      const batch = this.rows.splice(0, BATCH);
      try {
        await this.write(batch);
      } catch (error) {
        this.rows.unshift(...batch);
        throw error;
      }
    }
  }

  /** How many events found no room since this was asked last. */
  takeDropped(): number {
    const { dropped } = this;
    this.dropped = 0;
    return dropped;
  }

  private async write(batch: readonly AuditRow[]): Promise<void> {
    try {
      // A transaction, so that lock waits are retried here.
      await this.database.transaction((store) => this.trail.write(store, batch));
    } catch (error) {
      // An earlier attempt was committed, and its answer lost.
      if (!isDuplicate(error, 'uid')) throw error;
    }
  }
}
