/** How an upstream is reached (DF-SVC-01). */
export interface ServiceConfig {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly timeoutSeconds: number;
  readonly headers: readonly SealedHeader[];
  /** The upstream applies row filters that it is sent (DF-ACC-06). */
  readonly honoursFilters: boolean;
}

/** A header that goes to the upstream with every request; its value is encrypted (SEC-KEY-04). */
export interface SealedHeader {
  readonly name: string;
  readonly sealed: string;
}

export const DEFAULT_TIMEOUT_SECONDS = 30;
export const MAX_TIMEOUT_SECONDS = 300;
export const MAX_HEADERS = 20;

const MAX_URL_LENGTH = 2_048;
/** What URL parsers drop or turn into something else without a word. */
const DUBIOUS = /[\s\\\p{Cc}\p{Cf}]/u;
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** The gateway's own, and the parts of one path that leads to them (DF-SVC-01). */
const RESERVED = new Set(['system', 'user', 'admin']);

/** A service's name as it is kept, in lower case since names compare without case; null when it cannot be one. */
export function parseServiceName(text: string): string | null {
  const name = text.toLowerCase();
  return NAME.test(name) && !RESERVED.has(name) ? name : null;
}

/**
 * An upstream's address as it is kept, or null for one that cannot be: http or https, without credentials, query and
 * fragment (DF-SVC-07). Where its name leads is checked when a connection is made.
 */
export function parseBaseUrl(text: string): string | null {
  if (text.length > MAX_URL_LENGTH || DUBIOUS.test(text) || !/^https?:\/\/[^/?#@]+(?:\/|$)/i.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || text.includes('?') || text.includes('#')) return null;
  return url.href.endsWith('/') ? url.href.slice(0, -1) : url.href;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?$/;
/** Of one connection, or written by the gateway itself for each request (DF-SVC-03). */
const OWN_HEADERS = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'expect', 'host', 'content-length', 'forwarded', 'x-request-id'],
]);
const OWN_PREFIXES = ['x-brandgate-', 'x-forwarded-'];

/** Whether a service may have a header of this name: its own ones come last and would speak for the gateway. */
export function isServiceHeaderName(name: string): boolean {
  // Servers behind CGI take `_` for `-`.
  const plain = name.toLowerCase().replaceAll('_', '-');
  return TOKEN.test(name) && !OWN_HEADERS.has(plain) && !OWN_PREFIXES.some((prefix) => plain.startsWith(prefix));
}

export function isServiceHeaderValue(value: string): boolean {
  return VALUE.test(value);
}
