import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { OutboxRepository } from '../../core/outbox/outbox.repository';
import { PushRepository } from '../../core/pushes/push.repository';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';

/** Stops a push. What Google has taken is out of reach; a batch that is under way ends. */
@Injectable()
export class CancelPushFlow {
  constructor(
    private readonly database: Database,
    private readonly pushes: PushRepository,
    private readonly outbox: OutboxRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns false when it was over before @throws BrandgateError push.not-found */
  async run(actor: Actor, { brandId }: Caller, uid: string, now: number): Promise<boolean> {
    return this.database.transaction(async (store) => {
      const push = await this.pushes.findByUid(store, brandId, uid);
      if (!push) throw new BrandgateError('push.not-found');
      if (!(await this.pushes.end(store, push, 'cancelled', now))) return false;
      // The worker that has it, or takes it next, ends what was not sent.
      await this.outbox.hasten(store, brandId, 'push', now);
      const target = { type: 'push', id: push.uid };
      await this.audit.record(store, originIn(brandId, actor), { event: 'push.cancelled', target });
      return true;
    });
  }
}
