import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandStatus } from '../../core/brands/brand.entity';
import { BrandRepository } from '../../core/brands/brand.repository';
import { DomainRepository } from '../../core/brands/domain.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

/** Opens or closes a brand (JFW-ADM-11). */
@Injectable()
export class ChangeBrandStatusFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly brands: BrandRepository,
    private readonly domains: DomainRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, brand.not-found, brand.is-system, brand.domain-required */
  async run(actor: Actor, caller: Caller, status: BrandStatus, at: number): Promise<void> {
    const { brandId, type, self } = caller;
    // It takes somebody above the brand; nobody closes the door behind themselves (EP-70).
    const isOwn = type !== 'SuperAdmin' && self !== null;
    if (isOwn) throw new BrandgateError('access.denied', { reason: 'status-of-own-brand' });
    await this.transaction.run(async (store, revoke) => {
      await revoke('brand', brandId, brandId);
      const brand = await this.brands.findRow(store, brandId);
      if (!brand) throw new BrandgateError('brand.not-found');
      if (brand.isSystem && status === 'Inactive') throw new BrandgateError('brand.is-system');
      if (!(await this.brands.setStatus(store, brandId, status, at))) return;
      // Nobody could name it.
      const isNameless = status === 'Active' && !(await this.domains.isAnyVerified(store, brandId));
      if (isNameless) throw new BrandgateError('brand.domain-required');
      const details = { from: brand.status, to: status };
      const event = { event: 'brand.status_changed' as const, target: { type: 'brand', id: brand.uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }
}
