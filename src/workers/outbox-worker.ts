import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { DueRow } from '../core/outbox/outbox.repository';
import { DrainOutboxFlow } from '../flows/drain-outbox/drain-outbox.flow';
import { FindDueFlow } from '../flows/drain-outbox/find-due.flow';
import { Clock } from '../kernel/clock';
import { EventLog } from '../ports/event-log.port';
import { OutboxHandling } from './outbox-handling';
import { OutboxLanes } from './outbox-lanes';

/** How old what was found may be before it is looked again, although some of it is left. */
const FRESH_MS = 500;
const LOOK_MS = 1_000;
/** What is under way when the gateway closes has this long; a mail that does not end in it is another worker's. */
const GOODBYE_MS = 10_000;

/** Does what the outbox holds: mails, pushes, and work that must not be seen in the time of an answer. */
@Injectable()
export class OutboxWorker {
  private readonly lanes = new OutboxLanes();
  private found: DueRow[] = [];
  private foundAt = 0;
  private isStopping = false;

  constructor(
    private readonly drain: DrainOutboxFlow,
    private readonly findDue: FindDueFlow,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly handling: OutboxHandling,
  ) {}

  /** Until nothing is due and nothing under way. What falls due meanwhile is begun while other things take their time. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      const hasBegun = await this.begin();
      if (this.lanes.isIdle && !hasBegun) return;
      if (!this.lanes.isIdle) await this.lanes.settled(LOOK_MS);
    }
  }

  /** Begins nothing more. Rows that nobody began are nobody's; those under way have a while to end (REL-07). */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.found = [];
    await Promise.race([this.lanes.whenIdle(), delay(GOODBYE_MS, undefined, { ref: false })]);
  }

  private async begin(): Promise<boolean> {
    if (!this.lanes.hasRoom) return false;
    const age = this.clock.monotonic() - this.foundAt;
    if (this.found.length === 0 || age > FRESH_MS) {
      this.found = await this.findDue.run(this.clock.now());
      this.foundAt = this.clock.monotonic();
    }
    const { taken, left } = this.lanes.choose(this.found);
    this.found = left;
    for (const row of taken) this.lanes.begin(row, this.done(row));
    return taken.length > 0;
  }

  /** The store may be away; then the row is found again. */
  private async done(row: DueRow): Promise<void> {
    await this.drain
      .run(this.handling.handlers, row)
      .catch((error: unknown) => this.log.error('worker.failed', error, { worker: 'outbox' }));
  }
}
