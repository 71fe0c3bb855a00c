import { Injectable } from '@nestjs/common';
import { FarewellRepository } from '../../core/farewells/farewell.repository';
import { PushDeliveryRepository } from '../../core/pushes/push-delivery.repository';
import type { BrandId } from '../../kernel/ids';
import { Metrics } from '../../ports/metrics.port';
import { Database } from '../../storage/database';

/**
 * The app says that a message came. It may be signed out by then: the message's own id is the proof, since nobody knows
 * it but Google and the device.
 */
@Injectable()
export class ConfirmPushFlow {
  constructor(
    private readonly database: Database,
    private readonly deliveries: PushDeliveryRepository,
    private readonly farewells: FarewellRepository,
    private readonly metrics: Metrics,
  ) {}

  /** Again is no change. @returns false for an id that the brand has not given out */
  async run(brandId: BrandId, uid: string, now: number): Promise<boolean> {
    const { store } = this.database;
    let found = await this.deliveries.confirm(store, brandId, uid, now);
    if (found === 'unknown') found = await this.farewells.confirm(store, brandId, uid, now);
    if (found === 'now') this.metrics.countPushes('confirmed', 1);
    return found !== 'unknown';
  }
}
