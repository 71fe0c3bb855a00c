import { Injectable } from '@nestjs/common';
import { Database } from '../../storage/database';
import { PushDeliveryRepository } from './push-delivery.repository';
import type { PushEntity } from './push.entity';
import { PushRepository } from './push.repository';

/** Ends pushes: those that are sent, and those that were cancelled or whose time is over. */
@Injectable()
export class PushEnding {
  constructor(
    private readonly database: Database,
    private readonly pushes: PushRepository,
    private readonly deliveries: PushDeliveryRepository,
  ) {}

  /** @returns null when none of its deliveries waits any more; else when the next one is due */
  async finish(push: PushEntity, now: number): Promise<number | null> {
    const { store } = this.database;
    if (await this.pushes.finish(store, push, now)) return null;
    return Math.min((await this.deliveries.nextDue(store, push)) ?? now, push.expiresAt);
  }

  /** For who knows that nobody sends it at this moment. */
  async end(push: PushEntity, now: number): Promise<void> {
    const { store } = this.database;
    // One that is over already stays what it is.
    await this.pushes.end(store, push, 'expired', now);
    const [state, reason] = push.state === 'cancelled' ? (['cancelled', 'cancelled'] as const) : UNREACHED;
    while ((await this.deliveries.endQueued(store, push, state, reason)) > 0);
  }
}

const UNREACHED = ['unreached', 'expired'] as const;
