import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { domainOf } from '../../core/brands/brand.repository';
import type { BrandDomain } from '../../core/brands/brand-snapshot';
import { DomainRepository } from '../../core/brands/domain.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

/** Makes a verified domain of a brand its primary one, in the place of the one before. */
@Injectable()
export class PreferDomainFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly domains: DomainRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError domain.not-found, domain.not-verified */
  async run(actor: Actor, { brandId }: Caller, uid: string): Promise<BrandDomain> {
    return this.transaction.run(async (store, revoke) => {
      await revoke('brand', brandId, brandId);
      const entry = await this.domains.find(store, brandId, uid);
      if (!entry) throw new BrandgateError('domain.not-found');
      if (entry.verifiedAt === null) throw new BrandgateError('domain.not-verified');
      if (!entry.isPrimary) {
        await this.domains.prefer(store, brandId, entry.id);
        const details = { action: 'preferred', domain: entry.domain };
        const event = { event: 'brand.domain_changed' as const, target: { type: 'domain', id: uid }, details };
        await this.audit.record(store, originIn(brandId, actor), event);
      }
      return domainOf({ ...entry, isPrimary: true });
    });
  }
}
