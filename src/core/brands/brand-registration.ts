import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import type { BrandProfile } from './brand.entity';
import { BrandRepository } from './brand.repository';

export interface BrandDraft {
  readonly code: string;
  readonly name: string;
  readonly abbr: string;
  readonly description: string | null;
  readonly parentId: BrandId | null;
  readonly profile: BrandProfile;
  /** The platform brand. */
  readonly isSystem: boolean;
  /** Normalised. */
  readonly domain: string;
}

/** Inserts a brand with its first domain, verified and primary. */
@Injectable()
export class BrandRegistration {
  constructor(private readonly brands: BrandRepository) {}

  /** @throws BrandgateError request.invalid for a taken code, brand.domain-taken */
  async create(store: Store, draft: BrandDraft, now: number): Promise<BrandId> {
    const { code, name, abbr, description, parentId, profile, isSystem, domain } = draft;
    const row = { code, name, abbr, description, parentId, profile, isSystem, tags: null, status: 'Active' as const };
    const times = { createdAt: now, modifiedAt: now };
    let id: BrandId;
    try {
      id = await this.brands.insert(store, {
        ...row,
        ...times,
        uid: uuidv7(now),
        settings: {},
        settingsVersion: 0,
        epoch: 0,
      });
    } catch (error) {
      if (isDuplicate(error, 'code')) throw takenCode(code);
      throw error;
    }
    const domainRow = {
      uid: uuidv7(now),
      brandId: id,
      domain,
      verifiedDomain: domain,
      isPrimary: true,
      verificationToken: null,
    };
    try {
      await this.brands.insertDomain(store, { ...domainRow, verifiedAt: now, createdAt: now });
    } catch (error) {
      if (isDuplicate(error, 'verified_domain')) throw new BrandgateError('brand.domain-taken');
      throw error;
    }
    return id;
  }
}

/** The text names the code for the client; the operator's reason goes without it. */
function takenCode(code: string): BrandgateError {
  const fields = [{ field: 'code', message: `The code ${code} is taken by another brand.` }];
  return new BrandgateError('request.invalid', { fields, reason: 'code-taken' });
}
