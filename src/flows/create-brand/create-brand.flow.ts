import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandProfile } from '../../core/brands/brand.entity';
import { BrandRepository } from '../../core/brands/brand.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { DomainNames } from '../../core/brands/domain-names';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandFounding } from '../../core/roles/brand-founding';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';

export interface CreateBrandCommand {
  readonly name: string;
  readonly abbr: string;
  readonly description: string | null;
  readonly parentUid: string | null;
  /** Made from `abbr` when absent. */
  readonly code: string | null;
  readonly domain: string;
  readonly profile: BrandProfile;
  readonly at: number;
}

/** A new brand with its first, verified domain and its built-in roles (JFW-ADM-10). */
@Injectable()
export class CreateBrandFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly brands: BrandRepository,
    private readonly founding: BrandFounding,
    private readonly names: DomainNames,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError brand.url-invalid, brand.domain-taken, brand.not-found (parent), request.invalid */
  async run(actor: Actor, command: CreateBrandCommand): Promise<BrandSnapshot> {
    const domain = this.names.normalise(command.domain);
    const code = command.code ?? codeFrom(command.abbr);
    if (!/^[a-z0-9](-?[a-z0-9])*$/.test(code)) {
      throw invalidField('code', 'code must be lower-case letters and digits, with single "-" between them.');
    }
    return this.transaction.run(async (store, revoke) => {
      const parentId = command.parentUid === null ? null : await this.brands.findIdByUid(store, command.parentUid);
      if (command.parentUid !== null && parentId === null) throw new BrandgateError('brand.not-found');
      const draft = { ...command, code, domain, parentId, isSystem: false };
      const id = await this.founding.found(store, draft, command.at);
      // Until now its domain stood for nobody, and that may be remembered.
      await revoke('brand', id, id);
      const brand = await this.brands.findSnapshot(store, id);
      if (!brand) throw new TypeError('the brand just inserted is not there');
      const event = { event: 'brand.created' as const, target: { type: 'brand', id: brand.uid } };
      await this.audit.record(store, originOf(actor), event);
      return brand;
    });
  }
}

function codeFrom(abbr: string): string {
  const plain = abbr.normalize('NFKD').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
}
