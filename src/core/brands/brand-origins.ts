import { Injectable } from '@nestjs/common';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import { originsIn } from '../../kernel/settings/address-types';
import { Database } from '../../storage/database';
import { BrandDirectory } from './brand-directory';
import { BrandRepository } from './brand.repository';
import type { BrandSnapshot } from './brand-snapshot';

/** Which web origins may read a brand's answers (JFW-GEN-13). */
@Injectable()
export class BrandOrigins {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly directory: BrandDirectory,
  ) {}

  /** Verified domains over https, and the origins the brand lists. */
  isAllowed(brand: BrandSnapshot, origin: string): boolean {
    const listed = originsIn(brand.settings.domainWhiteListURLs ?? '');
    if (listed.some((entry) => originOf(entry) === origin)) return true;
    return brand.domains.some((d) => d.verifiedAt !== null && `https://${d.domain}` === origin);
  }

  /** A preflight names no brand, so any Active one will do. */
  async isAllowedAnywhere(origin: string): Promise<boolean> {
    const host = origin.startsWith('https://') ? parseBrandUrl(origin) : null;
    if (host?.kind === 'host') {
      const brand = await this.directory.findByDomain(host.keys);
      if (brand?.status === 'Active' && this.isAllowed(brand, origin)) return true;
    }
    for (const id of await this.brands.findWithWhiteList(this.database.store)) {
      const brand = await this.directory.findById(id);
      if (brand?.status === 'Active' && this.isAllowed(brand, origin)) return true;
    }
    return false;
  }
}

function originOf(entry: string): string | null {
  return URL.canParse(entry) ? new URL(entry).origin : null;
}
