import { Injectable } from '@nestjs/common';
import { installationActor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import { BrandRepository } from '../../core/brands/brand.repository';
import { DepartureRepository } from '../../core/devices/departure.repository';
import { RevocationRepository } from '../../core/revocations/revocation.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { UserRepository } from '../../core/users/user.repository';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';

export interface RestoreOutcome {
  readonly brands: number;
  readonly sessionsEnded: number;
}

/**
 * A restored database does not know what was taken away after its backup, so nothing that could have been is left:
 * every session ends, every device is signed out, every epoch rises, sign-ins under way are void (REL-15). A brand is one
 * transaction, and doing it again does no harm.
 */
@Injectable()
export class AfterRestoreFlow {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly brands: BrandRepository,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly devices: DepartureRepository,
    private readonly revocations: RevocationRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @param via what the trails show in a browser's place */
  async run(via: string, now: number): Promise<RestoreOutcome> {
    const brands = await this.brands.listSettings(this.database.store);
    let sessionsEnded = 0;
    for (const { id } of brands) sessionsEnded += await this.endAll(id, via, now);
    return { brands: brands.length, sessionsEnded };
  }

  private endAll(brandId: BrandId, via: string, now: number): Promise<number> {
    return this.transaction.run(async (store, revoke) => {
      const sessionsEnded = await this.sessions.revokeAll(store, brandId, { reason: 'restored', at: now });
      await this.devices.leaveAll(store, brandId, now);
      await this.users.voidSignIns(store, brandId);
      await this.revocations.raiseEpochs(store, brandId);
      await revoke('brand', brandId, brandId);
      const event = { event: 'gateway.restored' as const, details: { sessionsEnded } };
      await this.audit.record(store, originOf(installationActor(brandId, via)), event);
      return sessionsEnded;
    });
  }
}
