import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { domainOf } from '../../core/brands/brand.repository';
import type { BrandDomain } from '../../core/brands/brand-snapshot';
import { DomainNames } from '../../core/brands/domain-names';
import { newVerificationToken } from '../../core/brands/domain-verification';
import type { DomainEntity } from '../../core/brands/domain.entity';
import { DomainRepository } from '../../core/brands/domain.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { uuidv7 } from '../../kernel/ids';

export interface AddDomainCommand {
  /** As typed. */
  readonly domain: string;
  readonly isPrimary: boolean;
  readonly at: number;
}

/** Each request of the brand may have them in memory. */
const MAX_DOMAINS = 200;

/** One more name of a brand: verified at once for a SuperAdmin, else when its DNS proves it (JFW-ADM-12). */
@Injectable()
export class AddDomainFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly names: DomainNames,
    private readonly domains: DomainRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError brand.url-invalid, brand.domain-taken, request.invalid for one too many */
  async run(actor: Actor, caller: Caller, command: AddDomainCommand): Promise<BrandDomain> {
    const domain = this.names.normalise(command.domain);
    const { brandId } = caller;
    return this.transaction.run(async (store, revoke) => {
      // First, because it holds the brand's row: changes of its domains do not pass each other.
      await revoke('brand', brandId, brandId);
      const isFull = (await this.domains.count(store, brandId)) >= MAX_DOMAINS;
      if (isFull) throw invalidField('domain', `A brand has at most ${MAX_DOMAINS} domains.`);
      // What another brand holds could never be verified.
      if (await this.domains.isHeld(store, domain)) throw new BrandgateError('brand.domain-taken');
      const added = await this.domains.insert(store, newDomain(caller, { ...command, domain }));
      if (added.verifiedAt !== null) await this.domains.settle(store, added);
      const details = { action: 'added', domain, isVerified: added.verifiedAt !== null };
      const event = { event: 'brand.domain_changed' as const, target: { type: 'domain', id: added.uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
      return domainOf((await this.domains.find(store, brandId, added.uid)) ?? added);
    });
  }
}

function newDomain({ brandId, type }: Caller, { domain, isPrimary, at }: AddDomainCommand): Omit<DomainEntity, 'id'> {
  const base = { uid: uuidv7(at), brandId, domain, isPrimary, createdAt: at };
  return type === 'SuperAdmin'
    ? { ...base, verifiedDomain: domain, verifiedAt: at, verificationToken: null }
    : { ...base, verifiedDomain: null, verifiedAt: null, verificationToken: newVerificationToken() };
}
