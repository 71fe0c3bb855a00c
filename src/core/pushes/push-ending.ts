import { Injectable } from '@nestjs/common';
import { Database } from '../../storage/database';
import { DeliveryQueueRepository, type QueuedEnd } from './delivery-queue.repository';
import type { PushEntity } from './push.entity';
import { PushRepository } from './push.repository';

/** Ends pushes: those that are sent, and those that were cancelled or whose time is over. */
@Injectable()
export class PushEnding {
  constructor(
    private readonly database: Database,
    private readonly pushes: PushRepository,
    private readonly deliveries: DeliveryQueueRepository,
  ) {}

  /** @returns null when none of its deliveries waits any more; else when the next one is due */
  async finish(push: PushEntity, now: number): Promise<number | null> {
    const { store } = this.database;
    if (await this.pushes.finish(store, push, now)) return null;
    const next = (await this.deliveries.nextDue(store, push)) ?? now;
    // Whatever is due at once and could not be had is looked for again in a moment.
    return Math.min(Math.max(next, now + PAUSE_MS), push.expiresAt);
  }

  /** For who knows that nobody sends it at this moment. */
  async end(push: PushEntity, now: number): Promise<void> {
    // One that is over already stays what it is.
    await this.pushes.end(this.database.store, push, 'expired', now);
    await this.endQueued(push, { ...(push.state === 'cancelled' ? CANCELLED : EXPIRED), which: 'all' });
  }

  /** Cancelled while somebody may be sending it: what they have taken goes out, and they end the rest. */
  async endCancelled(push: PushEntity): Promise<void> {
    await this.endQueued(push, { ...CANCELLED, which: 'free' });
  }

  private async endQueued(push: PushEntity, end: QueuedEnd): Promise<void> {
    while ((await this.deliveries.endQueued(this.database.store, push, end)) > 0);
  }
}

const PAUSE_MS = 1_000;
const EXPIRED = { state: 'unreached', reason: 'expired' } as const;
const CANCELLED = { state: 'cancelled', reason: 'cancelled' } as const;
