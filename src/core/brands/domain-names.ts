import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { normaliseDomain } from '../../kernel/hosts/brand-url';
import { randomCode } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { GatewaySettings } from '../gateway-settings/gateway-settings';
import { DomainRepository } from './domain.repository';

/** Without characters that are easily mistaken for one another. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const LENGTH = 10;
const TRIES = 5;

export interface GeneratedDomain {
  readonly rootDomain: string;
  readonly subDomain: string;
  readonly fullDomain: string;
}

/** Names that brands have or could have. */
@Injectable()
export class DomainNames {
  constructor(
    private readonly database: Database,
    private readonly settings: GatewaySettings,
    private readonly domains: DomainRepository,
  ) {}

  /** In the form in which domains are kept (JFW-BRD-08). @throws BrandgateError brand.url-invalid */
  normalise(text: string): string {
    const { allowIpLiteralBrands } = this.settings.current;
    const domain = normaliseDomain(text, { allowIpLiterals: allowIpLiteralBrands });
    if (domain === null) throw new BrandgateError('brand.url-invalid');
    return domain;
  }

  /** Whether a brand holds it verified (JFW-ADM-14). @throws BrandgateError brand.url-invalid */
  async isTaken(text: string): Promise<boolean> {
    return this.domains.isHeld(this.database.store, this.normalise(text));
  }

  /** A random name below the installation's root domain that no brand holds (JFW-ADM-14). @throws BrandgateError brand.root-domain */
  async generate(): Promise<GeneratedDomain> {
    const { rootDomain } = this.settings.current;
    if (rootDomain === null) throw new BrandgateError('brand.root-domain');
    for (let tried = 1; ; tried += 1) {
      const subDomain = randomCode(LENGTH, LETTERS);
      const fullDomain = `${subDomain}.${rootDomain}`;
      if (!(await this.domains.isHeld(this.database.store, fullDomain))) return { rootDomain, subDomain, fullDomain };
      if (tried === TRIES) throw new BrandgateError('server.unavailable', { retryAfter: 1 });
    }
  }
}
