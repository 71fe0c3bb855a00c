import { isIP } from 'node:net';
import { readHeaderBytes } from '../text/header-text';

/** What a brand URL denotes: nothing, nonsense, or the look-up keys in their order (first match wins). */
export type BrandUrl =
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'host'; readonly keys: readonly string[] };

export interface BrandUrlOptions {
  /** The gateway setting `allowIpLiteralBrands`; default false. */
  readonly allowIpLiterals?: boolean;
}

const MAX_LENGTH = 2_048;
const MAX_HOST_LENGTH = 253;
const MISSING: BrandUrl = { kind: 'missing' };
const INVALID: BrandUrl = { kind: 'invalid' };
const FORBIDDEN = /[\s\p{Cc}\p{Cf},\\%@]/u;
const EDGE_BLANKS = /^[ \t]+|[ \t]$/;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const AUTHORITY = /^([^:[\]]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?$/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function trimBlanks(text: string): string {
  if (!EDGE_BLANKS.test(text)) return text;
  let start = 0;
  let end = text.length;
  const isBlank = (at: number): boolean => text[at] === ' ' || text[at] === '\t';
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Steps 4 and 5: scheme and everything behind the authority dropped, or null for a scheme that is not http(s). */
function authorityOf(text: string): string | null {
  const scheme = SCHEME.exec(text);
  if (scheme !== null && !/^https?$/i.test(scheme[1] ?? '')) return null;
  const rest = text.slice(scheme?.[0].length ?? (text.startsWith('//') ? 2 : 0));
  const end = rest.search(/[/?#]/);
  return end < 0 ? rest : rest.slice(0, end);
}

function isHostName(host: string): boolean {
  return host.length <= MAX_HOST_LENGTH && host.split('.').every((label) => LABEL.test(label));
}

/** Steps 6 to 8: the host name as the WHATWG parser reads it, or null. */
function hostOf(authority: string, allowIpLiterals: boolean): string | null {
  const url = URL.parse(`https://${authority}`);
  if (url === null) return null;
  const host = url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname;
  if (isIP(host) !== 0 || host.startsWith('[')) return allowIpLiterals ? host : null;
  return isHostName(host) ? host : null;
}

/** Step 9. */
function keysOf(host: string, digits: string | undefined): readonly string[] {
  const port = digits === undefined ? 443 : Number(digits);
  return port === 80 || port === 443 ? [host] : [`${host}:${port}`, host];
}

/**
 * Reads a `Brand-URL` header, Host or body member (JFW-BRD-02, SEC-ID-07). Deliberately narrower than a URL parser:
 * user information, escapes and backslashes are refused, because parsers disagree about which host they leave.
 */
export function parseBrandUrl(value: string, options: BrandUrlOptions = {}): BrandUrl {
  const text = trimBlanks(readHeaderBytes(value));
  if (text === '') return MISSING;
  if (text.length > MAX_LENGTH || FORBIDDEN.test(text)) return INVALID;
  const match = AUTHORITY.exec(authorityOf(text) ?? '');
  if (match === null) return INVALID;
  const host = hostOf(match[0], options.allowIpLiterals === true);
  return host === null ? INVALID : { kind: 'host', keys: keysOf(host, match[2]) };
}

/** A domain in the form in which it is stored, `host` or `host:port` (JFW-BRD-08), or null when it is no domain. */
export function normaliseDomain(value: string, options: BrandUrlOptions = {}): string | null {
  const parsed = parseBrandUrl(value, options);
  return parsed.kind === 'host' ? (parsed.keys[0] ?? null) : null;
}
