import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { DomainRepository } from '../../core/brands/domain.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

/** Takes a name from a brand. Keys stay valid: they are bound to the brand, not to a domain (JFW-ADM-13). */
@Injectable()
export class RemoveDomainFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly domains: DomainRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError domain.not-found, brand.domain-required for the last verified one of an Active brand */
  async run(actor: Actor, { brandId }: Caller, uid: string): Promise<void> {
    await this.transaction.run(async (store, revoke) => {
      // First, because it holds the brand's row: two of the last two domains cannot leave at once.
      await revoke('brand', brandId, brandId);
      const entry = await this.domains.find(store, brandId, uid);
      if (!entry) throw new BrandgateError('domain.not-found');
      if (!(await this.domains.removeUnlessLast(store, entry))) throw new BrandgateError('brand.domain-required');
      await this.domains.ensurePrimary(store, brandId);
      const details = { action: 'removed', domain: entry.domain };
      const event = { event: 'brand.domain_changed' as const, target: { type: 'domain', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }
}
