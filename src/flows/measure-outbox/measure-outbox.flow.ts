import { Injectable } from '@nestjs/common';
import { OutboxRepository } from '../../core/outbox/outbox.repository';
import { Metrics } from '../../ports/metrics.port';
import { Database } from '../../storage/database';

/** Tells how much waits in the outbox, and how much was given up; the rest only grows older. */
@Injectable()
export class MeasureOutboxFlow {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxRepository,
    private readonly metrics: Metrics,
  ) {}

  async run(): Promise<void> {
    for (const state of ['queued', 'dead'] as const) {
      this.metrics.setOutboxRows(state, await this.outbox.countInState(this.database.store, state));
    }
  }
}
