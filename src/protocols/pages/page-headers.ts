import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { WholePage } from './views/layout';

/** Names and values in turn, as `writeHead` takes them. */
export type HeaderList = string[];

const NO_CONTENT = "default-src 'none'; frame-ancestors 'none'";

/** The headers of the pages' answers (SEC-WEB-04). */
@Injectable()
export class PageHeaders {
  constructor(private readonly config: GatewayConfig) {}

  ofPage(page: WholePage, brand: BrandSnapshot | null, correlationId: string): HeaderList {
    return [
      ...['Content-Type', 'text/html; charset=utf-8', 'Content-Security-Policy', page.contentSecurityPolicy],
      ...['Vary', 'Accept-Language, Cookie'],
      ...this.ofAll(brand, correlationId),
    ];
  }

  /** Of an answer that is no page. */
  ofNothing(brand: BrandSnapshot | null, correlationId: string): HeaderList {
    return ['Content-Security-Policy', NO_CONTENT, ...this.ofAll(brand, correlationId)];
  }

  ofError({ entry, retryAfter, allow }: BrandgateError): HeaderList {
    return [
      // HTTP wants a scheme with every 401; no browser knows this one, so that none asks with a window of its own.
      ...(entry.status === 401 ? ['WWW-Authenticate', 'Form'] : []),
      ...(retryAfter === undefined ? [] : ['Retry-After', String(retryAfter)]),
      ...(allow === undefined ? [] : ['Allow', allow.join(', ')]),
    ];
  }

  private ofAll(brand: BrandSnapshot | null, correlationId: string): HeaderList {
    const origin = brand?.settings.pagesOrigin ?? this.config.publicUrl;
    return [
      ...['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'no-referrer'],
      ...(origin?.startsWith('https:') ? ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'] : []),
      ...['Cross-Origin-Opener-Policy', 'same-origin', 'X-Correlation-ID', correlationId],
    ];
  }
}
