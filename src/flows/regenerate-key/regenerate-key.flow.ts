import { Injectable } from '@nestjs/common';
import { AppRegistration, type IssuedApp } from '../../core/apps/app-registration';
import { AppRepository } from '../../core/apps/app.repository';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';

/** Gives an app a new key; the old one is dead here before the answer, elsewhere within the bound (DF-KEY-06). */
@Injectable()
export class RegenerateKeyFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly registration: AppRegistration,
    private readonly apps: AppRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError app.not-found */
  async run(actor: Actor, caller: Caller, uid: string, now: number): Promise<IssuedApp> {
    const { brandId } = caller;
    return this.transaction.run(async (store, revoke) => {
      const app = await this.apps.lock(store, brandId, uid);
      await revoke('app', brandId, app.id);
      const issued = await this.registration.regenerate(store, app, { by: caller.self?.id ?? null, at: now });
      const details = { old: app.keyPrefix, new: issued.app.keyPrefix };
      const event = { event: 'app.key_regenerated' as const, target: { type: 'app', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
      return issued;
    });
  }
}
