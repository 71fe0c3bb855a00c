import { Injectable } from '@nestjs/common';
import { FarewellRepository } from '../../core/farewells/farewell.repository';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { PushDeliveryRepository } from '../../core/pushes/push-delivery.repository';
import { PushEnding } from '../../core/pushes/push-ending';
import { PushRepository } from '../../core/pushes/push.repository';
import { Database } from '../../storage/database';

const DAY_MS = 86_400_000;
/** A worker that still lived would have ended it by now. */
const OVERDUE_MS = 3_600_000;
const BATCH = 500;

/** Ends pushes and farewells whose time is over, and lets go of what became of the old ones. */
@Injectable()
export class PrunePushesFlow {
  constructor(
    private readonly database: Database,
    private readonly settings: GatewaySettings,
    private readonly pushes: PushRepository,
    private readonly deliveries: PushDeliveryRepository,
    private readonly farewells: FarewellRepository,
    private readonly ending: PushEnding,
  ) {}

  /** @param now epoch ms */
  async run(now: number): Promise<void> {
    const { store } = this.database;
    await this.farewells.expire(store, now);
    while ((await this.endOverdue(now)) === BATCH);
    const before = now - this.settings.current.pushRetentionDays * DAY_MS;
    while ((await this.deleteBefore(before)) === BATCH);
    while ((await this.farewells.deleteBefore(store, before, BATCH)) === BATCH);
  }

  private async endOverdue(now: number): Promise<number> {
    const overdue = await this.pushes.listOverdue(this.database.store, now - OVERDUE_MS, BATCH);
    for (const push of overdue) await this.ending.end(push, now);
    return overdue.length;
  }

  private async deleteBefore(instant: number): Promise<number> {
    const { store } = this.database;
    const old = await this.pushes.listFinishedBefore(store, instant, BATCH);
    for (const push of old) {
      while ((await this.deliveries.deleteOf(store, push)) > 0);
      await this.pushes.delete(store, push);
    }
    return old.length;
  }
}
