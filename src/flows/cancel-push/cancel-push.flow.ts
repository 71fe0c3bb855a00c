import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { type AuditOrigin, AuditTrail } from '../../core/audit/audit-trail';
import { PushEnding } from '../../core/pushes/push-ending';
import type { PushEntity } from '../../core/pushes/push.entity';
import { PushRepository } from '../../core/pushes/push.repository';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database, type Store } from '../../storage/database';

/** Stops a push. What Google has taken is out of reach; a batch that is under way ends. */
@Injectable()
export class CancelPushFlow {
  constructor(
    private readonly database: Database,
    private readonly pushes: PushRepository,
    private readonly ending: PushEnding,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns false when it was over before @throws BrandgateError push.not-found */
  async run(actor: Actor, { brandId }: Caller, uid: string, now: number): Promise<boolean> {
    const push = await this.database.transaction((store) => this.cancel(store, originIn(brandId, actor), uid, now));
    if (push !== null) await this.ending.endCancelled(push);
    return push !== null;
  }

  private async cancel(store: Store, origin: AuditOrigin, uid: string, now: number): Promise<PushEntity | null> {
    const push = await this.pushes.findByUid(store, origin.brandId, uid);
    if (!push) throw new BrandgateError('push.not-found');
    if (!(await this.pushes.end(store, push, 'cancelled', now))) return null;
    await this.audit.record(store, origin, { event: 'push.cancelled', target: { type: 'push', id: push.uid } });
    return push;
  }
}
