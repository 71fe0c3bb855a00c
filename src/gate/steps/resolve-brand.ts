import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { RevocationJournal } from '../../core/revocations/revocation-journal';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import type { Arrival } from '../arrival';
import type { Step } from '../gate';
import { StrangerLimit } from '../limits/stranger-limit';
import type { Passage } from '../passage';
import { WarmBrands } from './warm-brands';

/** Which brand the request is for (§5 of the native contract). */
@Injectable()
export class ResolveBrand implements Step {
  readonly name = 'resolve-brand';

  constructor(
    private readonly directory: BrandDirectory,
    private readonly journal: RevocationJournal,
    private readonly settings: GatewaySettings,
    private readonly strangers: StrangerLimit,
    private readonly warm: WarmBrands,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { brand: named } = passage.arrival;
    const known = this.journal.isFresh() ? this.warm.find(named.header, named.host) : undefined;
    if (known === undefined) return this.resolveCold(passage);
    admit(passage, known);
  }

  private async resolveCold(passage: Passage): Promise<void> {
    if (!this.journal.isFresh()) await this.journal.read();
    const generation = this.warm.generation;
    try {
      const brand = await this.resolve(passage);
      const { header, host } = passage.arrival.brand;
      if (header !== undefined) this.warm.keep(header, host, brand, generation);
      admit(passage, brand);
    } catch (error) {
      const isRefused = error instanceof BrandgateError && error.code !== 'server.unavailable';
      if (isRefused) this.strangers.count(passage.arrival);
      throw error;
    }
  }

  private async resolve({ arrival, requirement }: Passage): Promise<BrandSnapshot> {
    const { header, code, body, host, origin } = arrival.brand;
    if (code !== undefined) return this.checkHost(await this.byCode(code), host);
    if (header !== undefined) return this.checkHost(await this.named(header, 'header'), host);
    if (requirement.brandFromOrigin) return this.byOriginOrHost(origin, host);
    if (body !== undefined && requirement.level !== 'open') return this.byBody(arrival);
    const brand = await this.findByHost(host);
    if (!brand) throw new BrandgateError('brand.url-required', { reason: 'brand-unnamed' });
    return brand;
  }

  private async named(text: string, source: 'header' | 'body'): Promise<BrandSnapshot> {
    const parsed = parseBrandUrl(text, { allowIpLiterals: this.settings.current.allowIpLiteralBrands });
    const facts = { source: source === 'header' ? 'Brand-URL' : 'brandUrl of the body' };
    if (parsed.kind === 'missing') throw new BrandgateError('brand.url-required', { reason: 'brand-unnamed' });
    if (parsed.kind === 'invalid')
      throw new BrandgateError('brand.url-invalid', { reason: 'brand-text-invalid', facts });
    const brand = await this.directory.findByDomain(parsed.keys);
    if (!brand) throw new BrandgateError('brand.not-found', { reason: 'brand-unknown', facts });
    return brand;
  }

  private async byCode(code: string): Promise<BrandSnapshot> {
    const brand = await this.directory.findByCode(code);
    if (!brand) throw new BrandgateError('brand.not-found', { reason: 'brand-code-unknown' });
    return brand;
  }

  /** A body may name the caller's brand only where that brand allows it (JFW-CAL-08). */
  private async byBody({ brand }: Arrival): Promise<BrandSnapshot> {
    const named = await this.named(brand.body ?? '', 'body');
    if (!named.settings.legacyBodyCredentials) {
      throw new BrandgateError('brand.url-required', { reason: 'brand-body-off' });
    }
    return this.checkHost(named, brand.host);
  }

  private async byOriginOrHost(origin: string | undefined, host: string | undefined): Promise<BrandSnapshot> {
    const brand = (await this.findByHost(origin)) ?? (await this.findByHost(host));
    const facts = { source: 'Origin or Host' };
    if (!brand) throw new BrandgateError('brand.not-found', { reason: 'brand-unknown', facts });
    return brand;
  }

  private async findByHost(host: string | undefined): Promise<BrandSnapshot | null> {
    const parsed = host === undefined ? null : parseBrandUrl(host, { allowIpLiterals: true });
    return parsed?.kind === 'host' ? this.directory.findByDomain(parsed.keys) : null;
  }

  /** A host that is another brand's own fails closed; the gateway's own host leaves it to the header (JFW-BRD-05). */
  private async checkHost(brand: BrandSnapshot, host: string | undefined): Promise<BrandSnapshot> {
    const owner = await this.findByHost(host);
    const isElsewhere = owner !== null && owner.id !== brand.id;
    if (isElsewhere && !this.settings.isGatewayHost(host ?? '')) {
      throw new BrandgateError('brand.conflict', { reason: 'host-of-another-brand' });
    }
    return brand;
  }
}

function admit(passage: Passage, brand: BrandSnapshot): void {
  passage.brand = brand;
  passage.target = brand;
  if (brand.status !== 'Active') throw new BrandgateError('brand.inactive');
}
