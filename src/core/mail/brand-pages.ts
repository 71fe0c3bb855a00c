import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import type { BrandSnapshot } from '../brands/brand-snapshot';

/** The pages that the gateway serves for each brand. */
export type BrandPage =
  'forgot-password' | 'reset-password' | 'verify-email' | 'accept-invitation' | 'register' | 'sign-in' | 'account';

/** Addresses of a brand's hosted pages, made from configuration alone (SEC-RST-01). */
@Injectable()
export class BrandPages {
  constructor(private readonly config: GatewayConfig) {}

  /** `{origin}/pages/{brand code}/{page}`; the origin is the brand's `pagesOrigin`, else the gateway's own. */
  urlOf(brand: BrandSnapshot, page: BrandPage, parameters: Readonly<Record<string, string>> = {}): string {
    const origin = brand.settings.pagesOrigin ?? this.config.publicUrl ?? `http://localhost:${this.config.port}`;
    return withParameters(`${origin}/pages/${encodeURIComponent(brand.code)}/${page}`, parameters);
  }
}

/** Parameters added to a link; those it has of the same name are replaced, the rest and the fragment stay (SEC-URL-02). */
export function withParameters(link: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(link);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
