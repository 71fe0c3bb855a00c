import { InvalidOptionError } from './invalid-option-error.ts';
import type { Query } from './request-options.ts';

const API = '/api/v1/';
const HTTP_URL = /^https?:\/\/[^/?#\s]+(\/[^?#\s]*)?$/i;
const HEADER_WORD = /^[!-~]+$/;

/** Where the gateway is, which brand is meant, and how long an answer may take. */
export class GatewayAddress {
  private readonly base: string;

  /** @throws InvalidOptionError */
  constructor(
    gatewayUrl: string,
    private readonly brand: string | null,
    readonly timeoutMs: number,
  ) {
    if (!HTTP_URL.test(gatewayUrl)) {
      throw new InvalidOptionError(
        'gatewayUrl',
        'an http or https URL without query, such as https://auth.example.com',
      );
    }
    if (brand !== null && !HEADER_WORD.test(brand)) {
      throw new InvalidOptionError('brand', 'a domain in ASCII, such as shop.example.com (Punycode for others)');
    }
    this.base = gatewayUrl.replace(/\/+$/, '') + API;
  }

  urlOf(path: string, query: Query = {}): string {
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      (typeof value === 'object' && value !== null ? value : [value])
        .filter((element) => element !== null && element !== undefined)
        .map((element) => `${encodeURIComponent(name)}=${encodeURIComponent(element)}`),
    );
    const url = this.base + path.replace(/^\/+/, '');
    if (pairs.length === 0) return url;
    return `${url}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
  }

  headers(): Record<string, string> {
    return this.brand === null ? {} : { 'Brand-URL': this.brand };
  }
}
