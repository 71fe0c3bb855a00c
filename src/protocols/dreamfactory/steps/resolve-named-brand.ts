import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { GatewaySettings } from '../../../core/gateway-settings/gateway-settings';
import { RevocationJournal } from '../../../core/revocations/revocation-journal';
import { SessionTokenReader } from '../../../core/session-tokens/session-token-reader';
import type { Step } from '../../../gate/gate';
import { COUNTING_POINT } from '../../../gate/gate.guard';
import { StrangerLimit } from '../../../gate/limits/stranger-limit';
import type { Passage } from '../../../gate/passage';
import { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { parseBrandUrl } from '../../../kernel/hosts/brand-url';
import { arrivalOf } from '../dreamfactory-arrival';
import { badRequest } from '../dreamfactory-refusal';
import { TEXTS } from '../dreamfactory.texts';

interface Named {
  readonly header: BrandSnapshot | null;
  readonly host: BrandSnapshot | null;
  /** The host is the gateway's own, whichever brand has it: it asks for none (JFW-BRD-05). */
  readonly isGateway: boolean;
}

/** Which brand the request is for: of the key, else of `Brand-URL`, else of the Host, else of the token (section 4). */
@Injectable()
export class ResolveNamedBrand implements Step {
  readonly name = COUNTING_POINT;

  constructor(
    private readonly directory: BrandDirectory,
    private readonly tokens: SessionTokenReader,
    private readonly settings: GatewaySettings,
    private readonly strangers: StrangerLimit,
    private readonly journal: RevocationJournal,
  ) {}

  async run(passage: Passage): Promise<void> {
    if (!this.journal.isFresh()) await this.journal.read();
    const brand = await this.resolve(passage);
    if (brand === null) {
      this.strangers.count(passage.arrival);
      throw nobody(passage);
    }
    passage.brand = brand;
    passage.target = brand;
    if (brand.status !== 'Active') throw new BrandgateError('brand.inactive');
    if (passage.app?.isActive === false) throw new BrandgateError('app.inactive');
  }

  finding(passage: Passage): string {
    const { header, host } = passage.arrival.brand;
    const source = passage.app ? 'API key' : header !== undefined ? 'Brand-URL' : host !== undefined ? 'Host' : 'token';
    return `brand ${passage.brandOrThrow.code}, named by the ${source}`;
  }

  private async resolve(passage: Passage): Promise<BrandSnapshot | null> {
    const { brand: texts, token } = arrivalOf(passage);
    const isHeaderSent = texts.header !== undefined;
    const named = await this.named(texts.header, texts.host);
    const ofApp = passage.app === null ? null : await this.directory.findById(passage.app.brandId);
    requireOne(ofApp, named, isHeaderSent);
    const ofRequest = isHeaderSent ? named.header : named.host;
    if (ofApp !== null || ofRequest !== null || isHeaderSent) return ofApp ?? ofRequest;
    return token === undefined ? null : this.tokens.brandOf(token, passage.at);
  }

  private async named(header: string | undefined, host: string | undefined): Promise<Named> {
    return {
      header: header === undefined ? null : await this.find(header, this.settings.current.allowIpLiteralBrands),
      host: host === undefined ? null : await this.find(host, true),
      isGateway: this.settings.isGatewayHost(host ?? ''),
    };
  }

  private async find(text: string, allowIpLiterals: boolean): Promise<BrandSnapshot | null> {
    const parsed = parseBrandUrl(text, { allowIpLiterals });
    return parsed.kind === 'host' ? this.directory.findByDomain(parsed.keys) : null;
  }
}

/** Two brands are never settled by picking one (DF-BRD-02, -08). */
function requireOne(ofApp: BrandSnapshot | null, { header, host, isGateway }: Named, isHeaderSent: boolean): void {
  const requested = isHeaderSent ? header : isGateway ? null : host;
  if (ofApp !== null && requested !== null && requested.id !== ofApp.id) {
    throw badRequest(TEXTS.keyOfAnotherBrand, { reason: 'key-of-another-brand' });
  }
  const rival = isGateway ? null : host;
  if (header !== null && rival !== null && rival.id !== header.id) {
    throw new BrandgateError('brand.conflict', { reason: 'host-of-another-brand' });
  }
}

/** DF-BRD-04. */
function nobody(passage: Passage): BrandgateError {
  const { apiKey, token } = arrivalOf(passage);
  const isAnything = apiKey !== undefined || token !== undefined;
  return badRequest(isAnything ? TEXTS.noKey : TEXTS.neither, { reason: 'brand-unnamed' });
}
