import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { DomainEntity } from './domain.entity';

const VERIFIED = Not(IsNull());

/** Domains of brands. Whoever changes those of a brand holds its row, so that they do not pass each other. */
@Injectable()
export class DomainRepository {
  async find(store: Store, brandId: BrandId, uid: string): Promise<DomainEntity | null> {
    return isUuid(uid) ? store.findOneBy(DomainEntity, { brandId, uid }) : null;
  }

  async count(store: Store, brandId: BrandId): Promise<number> {
    return store.countBy(DomainEntity, { brandId });
  }

  async isAnyVerified(store: Store, brandId: BrandId): Promise<boolean> {
    return store.existsBy(DomainEntity, { brandId, verifiedAt: VERIFIED });
  }

  /** Whether a brand, whichever, holds this name (JFW-ADM-14). */
  async isHeld(store: Store, domain: string): Promise<boolean> {
    return store.existsBy(DomainEntity, { verifiedDomain: domain });
  }

  /** @throws BrandgateError brand.domain-taken: this brand lists it already, or another one holds it */
  async insert(store: Store, domain: Omit<DomainEntity, 'id'>): Promise<DomainEntity> {
    try {
      const { identifiers } = await store.insert(DomainEntity, domain);
      // A server hands BIGINT back as text.
      return { ...domain, id: Number(identifiers[0]?.['id']) };
    } catch (error) {
      throw isDuplicate(error, 'domain') ? new BrandgateError('brand.domain-taken') : error;
    }
  }

  /**
   * @returns false when it is verified already or gone
   * @throws BrandgateError brand.domain-taken: another brand holds it (JFW-BRD-08)
   */
  async verify(store: Store, { id, brandId, domain, verificationToken }: DomainEntity, now: number): Promise<boolean> {
    try {
      const { affected } = await store.update(
        DomainEntity,
        { id, brandId, verifiedAt: IsNull(), verificationToken: verificationToken ?? IsNull() },
        { verifiedDomain: domain, verifiedAt: now, verificationToken: null },
      );
      return affected === 1;
    } catch (error) {
      throw isDuplicate(error, 'verified_domain') ? new BrandgateError('brand.domain-taken') : error;
    }
  }

  /** @returns false for the last verified domain of an Active brand (JFW-ADM-13), and for what is gone */
  async removeUnlessLast(store: Store, { id, brandId }: DomainEntity): Promise<boolean> {
    // MySQL reads the table it deletes from only through a derived one.
    const { affected } = await store
      .createQueryBuilder()
      .delete()
      .from(DomainEntity)
      .where('brand_id = :brandId AND id = :id', { brandId, id })
      .andWhere(
        `(verified_at IS NULL
          OR EXISTS (SELECT 1 FROM brands WHERE id = :brandId AND status <> 'Active')
          OR (SELECT others FROM (SELECT COUNT(*) AS others FROM domains
                WHERE brand_id = :brandId AND id <> :id AND verified_at IS NOT NULL) AS rest) > 0)`,
      )
      .execute();
    return affected === 1;
  }

  /** Makes one verified domain the primary one and all others of the brand not, in one statement. */
  async prefer(store: Store, brandId: BrandId, id: number): Promise<void> {
    await store.query('UPDATE domains SET is_primary = (id = ?) WHERE brand_id = ? AND verified_at IS NOT NULL', [
      id,
      brandId,
    ]);
  }

  /** After a domain became verified: the primary one, if it was meant to be or there is no other. */
  async settle(store: Store, { id, brandId, isPrimary }: DomainEntity): Promise<void> {
    if (isPrimary) await this.prefer(store, brandId, id);
    else await this.ensurePrimary(store, brandId);
  }

  /** Where no verified domain is the primary one, the oldest becomes it. */
  async ensurePrimary(store: Store, brandId: BrandId): Promise<void> {
    if (await store.existsBy(DomainEntity, { brandId, verifiedAt: VERIFIED, isPrimary: true })) return;
    const oldest = await store.findOne(DomainEntity, {
      where: { brandId, verifiedAt: VERIFIED },
      order: { id: 'ASC' },
    });
    if (oldest) await this.prefer(store, brandId, oldest.id);
  }
}
