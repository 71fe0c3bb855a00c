import { Injectable } from '@nestjs/common';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { OutboxRepository } from '../../core/outbox/outbox.repository';
import { Database } from '../../storage/database';

const DAY_MS = 86_400_000;
/** Rows per statement. */
const BATCH = 500;

/** What became of a mail is kept for a while only. */
@Injectable()
export class PruneOutboxFlow {
  constructor(
    private readonly database: Database,
    private readonly settings: GatewaySettings,
    private readonly outbox: OutboxRepository,
  ) {}

  async run(now: number): Promise<void> {
    const before = now - this.settings.current.outboxRetentionDays * DAY_MS;
    let count = BATCH;
    while (count === BATCH) count = await this.outbox.deleteFinishedBefore(this.database.store, before, BATCH);
  }
}
