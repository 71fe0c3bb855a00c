import { Injectable } from '@nestjs/common';
import { maskedApiKey } from '../../core/apps/api-key';
import { AppRegistration } from '../../core/apps/app-registration';
import { AppRepository } from '../../core/apps/app.repository';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { type Caller, requireReach } from '../../core/roles/caller';
import { Database } from '../../storage/database';

export interface ShownKey {
  readonly apiKey: string;
  /** What is shown is not the whole key, which is not kept. */
  readonly isMasked: boolean;
}

/** Shows an app's key in full, where it is kept, to administrators (DF-KEY-04); each time is in the trail (DF-KEY-09). */
@Injectable()
export class ShowKeyFlow {
  constructor(
    private readonly database: Database,
    private readonly registration: AppRegistration,
    private readonly apps: AppRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, app.not-found */
  async run(actor: Actor, caller: Caller, uid: string): Promise<ShownKey> {
    // Never to users who merely have a role.
    requireReach(caller, 'Admin');
    const { brandId } = caller;
    return this.database.transaction(async (store) => {
      const app = await this.apps.getByUid(store, brandId, uid);
      const apiKey = this.registration.reveal(app);
      if (apiKey === null) return { apiKey: maskedApiKey(app.keyPrefix), isMasked: true };
      const event = { event: 'app.key_shown' as const, target: { type: 'app', id: uid } };
      await this.audit.record(store, originIn(brandId, actor), event);
      return { apiKey, isMasked: false };
    });
  }
}
