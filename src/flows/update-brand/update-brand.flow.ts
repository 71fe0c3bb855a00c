import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandEntity, BrandProfile } from '../../core/brands/brand.entity';
import { BrandRepository } from '../../core/brands/brand.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

/** What a brand is called and looks like; absent members stay, `null` clears (JFW-FMT-04). */
export interface UpdateBrandCommand {
  readonly name: string;
  readonly abbr: string;
  readonly description?: string | null;
  readonly tags?: string | null;
  readonly profile?: BrandProfile;
  readonly at: number;
}

/** Changes what a brand is called and looks like (EP-63). */
@Injectable()
export class UpdateBrandFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly brands: BrandRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError brand.not-found */
  async run(actor: Actor, { brandId }: Caller, command: UpdateBrandCommand): Promise<void> {
    const { at, profile, ...attributes } = command;
    await this.transaction.run(async (store, revoke) => {
      // First, because it holds the brand's row: of the profile only what is named changes.
      await revoke('brand', brandId, brandId);
      const brand = await this.brands.findRow(store, brandId);
      if (!brand) throw new BrandgateError('brand.not-found');
      const changes = { ...attributes, ...(profile ? { profile: { ...brand.profile, ...profile } } : {}) };
      await this.brands.update(store, brandId, { ...changes, modifiedAt: at });
      const details = { changed: changedOf(brand, changes) };
      const event = { event: 'brand.updated' as const, target: { type: 'brand', id: brand.uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
    });
  }
}

/** Names of the members that are another than before; those of the profile as `profile.slogan`. */
function changedOf(before: BrandEntity, { profile, ...changes }: Partial<BrandEntity>): string[] {
  const own = Object.entries(changes).filter(([name, value]) => before[name as keyof BrandEntity] !== value);
  const looks = Object.entries(profile ?? {}).filter(([name, value]) => {
    return (before.profile[name as keyof BrandProfile] ?? null) !== value;
  });
  return [...own.map(([name]) => name), ...looks.map(([name]) => `profile.${name}`)];
}
