import { Injectable } from '@nestjs/common';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { RefusalRepository } from '../../core/refusals/refusal.repository';
import { Database } from '../../storage/database';

const HOUR_MS = 3_600_000;
/** Rows per statement. */
const BATCH = 500;

/** Refused requests are kept for a while only, so that an operator can ask why. */
@Injectable()
export class PruneRefusalsFlow {
  constructor(
    private readonly database: Database,
    private readonly settings: GatewaySettings,
    private readonly refusals: RefusalRepository,
  ) {}

  async run(now: number): Promise<void> {
    const before = now - this.settings.current.refusalRetentionHours * HOUR_MS;
    let count = BATCH;
    while (count === BATCH) count = await this.refusals.deleteBefore(this.database.store, before, BATCH);
  }
}
