import { Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { BrandEntity } from '../brands/brand.entity';
import { SigningKeyEntity } from './signing-key.entity';

export type NewSigningKey = Omit<SigningKeyEntity, 'id'>;

/** The key pairs of brands. */
@Injectable()
export class SigningKeyRepository {
  /** Takes the brand's row for this transaction, so that whoever makes its first key makes it alone. */
  async holdBrand(store: Store, brandId: BrandId): Promise<void> {
    const hold = store.createQueryBuilder().update(BrandEntity);
    await hold
      .set({ modifiedAt: () => 'modified_at' })
      .where({ id: brandId })
      .execute();
  }

  /** Those that sign now, newest first. */
  async listSigning(store: Store, brandId: BrandId, now: number): Promise<SigningKeyEntity[]> {
    return store.find(SigningKeyEntity, {
      where: { brandId, activeFrom: LessThanOrEqual(now), retiredAt: IsNull() },
      order: { activeFrom: 'DESC', id: 'DESC' },
    });
  }

  /** The one that verifies what names it; null for one that is retired. */
  async findVerifying(store: Store, brandId: BrandId, uid: string, now: number): Promise<SigningKeyEntity | null> {
    if (!isUuid(uid)) return null;
    return store.findOne(SigningKeyEntity, {
      where: [
        { brandId, uid, retiredAt: IsNull() },
        { brandId, uid, retiredAt: MoreThan(now) },
      ],
    });
  }

  async insert(store: Store, key: NewSigningKey): Promise<void> {
    await store.insert(SigningKeyEntity, key);
  }
}
