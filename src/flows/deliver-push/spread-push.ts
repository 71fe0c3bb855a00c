import { Injectable } from '@nestjs/common';
import type { OutboxTask } from '../../core/outbox/outbox-task';
import { ReachRepository } from '../../core/push/reach.repository';
import { isSingle } from '../../core/pushes/audience';
import { conditionOf, hasVersionOf } from '../../core/pushes/audience-condition';
import { DeliveryQueueRepository } from '../../core/pushes/delivery-queue.repository';
import type { PushEntity } from '../../core/pushes/push.entity';
import { PushRepository } from '../../core/pushes/push.repository';
import { Clock } from '../../kernel/clock';
import { Database } from '../../storage/database';

/** Links of a page: a statement's worth. */
const PAGE = 500;

/** Writes down whom a push goes to: page by page, each one with the place where the next one begins. */
@Injectable()
export class SpreadPush {
  constructor(
    private readonly database: Database,
    private readonly pushes: PushRepository,
    private readonly deliveries: DeliveryQueueRepository,
    private readonly reach: ReachRepository,
    private readonly clock: Clock,
  ) {}

  /** One page. @returns false when somebody else has the push, or it is over */
  async page(task: OutboxTask, push: PushEntity): Promise<boolean> {
    const { audience, brandId } = push;
    const now = this.clock.now();
    const reaching = { audience: conditionOf(audience), withStale: isSingle(audience), now };
    const at = { after: push.lastLinkId, limit: PAGE };
    const found = await this.reach.page(this.database.store, brandId, reaching, at);
    const links = found.filter(({ appVersionNumber }) => hasVersionOf(audience, appVersionNumber)).map(({ id }) => id);
    const last = found.length < PAGE ? null : (found.at(-1)?.id ?? null);
    return this.database.transaction(async (store) => {
      if (!(await task.hold(store)) || !(await this.pushes.advance(store, push, last, links.length))) return false;
      await this.deliveries.insert(store, push, links, now);
      return true;
    });
  }
}
