import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { domainOf } from '../../core/brands/brand.repository';
import type { BrandDomain } from '../../core/brands/brand-snapshot';
import type { DomainEntity } from '../../core/brands/domain.entity';
import { DomainRepository } from '../../core/brands/domain.repository';
import { verificationRecord } from '../../core/brands/domain-verification';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import { DnsResolver } from '../../ports/dns-resolver.port';
import { Database } from '../../storage/database';

/** Questions of one brand under way at once: its silent name servers must not hold up the proofs of others (SEC-TEN-10). */
const MAX_QUESTIONS = 2;
const RETRY_SECONDS = 5;

/** Lets a domain stand for its brand: a SuperAdmin says so, or its DNS does (JFW-ADM-12). */
@Injectable()
export class VerifyDomainFlow {
  private readonly questions = new Map<BrandId, number>();

  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly domains: DomainRepository,
    private readonly dns: DnsResolver,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError domain.not-found, domain.not-verified, brand.domain-taken, rate.exceeded */
  async run(actor: Actor, caller: Caller, uid: string, at: number): Promise<BrandDomain> {
    const entry = await this.find(caller, uid);
    if (entry.verifiedAt !== null) return domainOf(entry);
    // Outside of the transaction: nobody waits for a name server with a row in hand.
    const isProven = caller.type === 'SuperAdmin' || (await this.isShown(entry));
    if (!isProven) throw new BrandgateError('domain.not-verified', { reason: 'record-not-shown' });
    await this.write(actor, entry, at);
    return domainOf(await this.find(caller, uid));
  }

  private async find({ brandId }: Caller, uid: string): Promise<DomainEntity> {
    const entry = await this.domains.find(this.database.store, brandId, uid);
    if (!entry) throw new BrandgateError('domain.not-found');
    return entry;
  }

  private async isShown({ brandId, domain, verificationToken }: DomainEntity): Promise<boolean> {
    if (verificationToken === null) return false;
    const { name, value } = verificationRecord(domain, verificationToken);
    return (await this.ask(brandId, name)).includes(value);
  }

  private async ask(brandId: BrandId, name: string): Promise<readonly string[]> {
    const underWay = this.questions.get(brandId) ?? 0;
    if (underWay >= MAX_QUESTIONS) throw new BrandgateError('rate.exceeded', { retryAfter: RETRY_SECONDS });
    this.questions.set(brandId, underWay + 1);
    try {
      return await this.dns.findTexts(name);
    } finally {
      const left = (this.questions.get(brandId) ?? 1) - 1;
      if (left === 0) this.questions.delete(brandId);
      else this.questions.set(brandId, left);
    }
  }

  private async write(actor: Actor, entry: DomainEntity, at: number): Promise<void> {
    const { brandId, uid, domain } = entry;
    await this.transaction.run(async (store, revoke) => {
      await revoke('brand', brandId, brandId);
      if (!(await this.domains.verify(store, entry, at))) return;
      await this.domains.settle(store, entry);
      const details = { action: 'verified', domain };
      const event = { event: 'brand.domain_changed' as const, target: { type: 'domain', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }
}
