import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import { RoleServiceRepository } from '../../core/roles/role-service.repository';
import { ServiceRepository } from '../../core/services/service.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

/** Deletes an upstream, with what roles say of it. */
@Injectable()
export class RemoveServiceFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly services: ServiceRepository,
    private readonly access: RoleServiceRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, service.not-found, service.built-in */
  async run(actor: Actor, caller: Caller, uid: string): Promise<void> {
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      await this.authority.requireOverServices(store, caller);
      const service = await this.services.lock(store, brandId, uid);
      if (service.isSystem) throw new BrandgateError('service.built-in');
      await revoke('brand', brandId, brandId);
      const roleRows = await this.access.deleteOfService(store, brandId, service.id);
      await this.services.delete(store, service);
      const details = { name: service.name, roleRows };
      const event = { event: 'service.deleted' as const, target: { type: 'service', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }
}
