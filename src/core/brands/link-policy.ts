import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { normaliseDomain } from '../../kernel/hosts/brand-url';
import type { BrandSnapshot } from './brand-snapshot';

// What parsers disagree about, and what would break a line of a mail (SEC-URL-01).
const DUBIOUS = /[\s\\\p{Cc}]/u;
const MAX_LENGTH = 2_048;

/**
 * A link that a caller wants put into a mail: absolute, without user information, https (http for localhost), its host a
 * verified domain of the brand or one of `resetLinkHosts`; or an app's own scheme, listed there (JFW-PWD-07). Judged by
 * its parsed parts, before any account is looked for. The text that was checked is the text that is used.
 * @param page the brand's own hosted page for the same thing, which is always allowed
 * @throws BrandgateError link.not-allowed
 */
export function requireAllowedLink(brand: BrandSnapshot, link: string, page: string): string {
  const url = link.length <= MAX_LENGTH && !DUBIOUS.test(link) ? URL.parse(link) : null;
  const isPlain = url !== null && url.username === '' && url.password === '';
  if (!isPlain || !(isPage(url, page) || isAllowed(brand, url))) {
    throw new BrandgateError('link.not-allowed', { reason: 'link-host' });
  }
  return link;
}

function isPage({ origin, pathname }: URL, page: string): boolean {
  const own = new URL(page);
  return origin === own.origin && pathname === own.pathname;
}

function isAllowed(brand: BrandSnapshot, url: URL): boolean {
  const hosts = brand.settings.resetLinkHosts;
  const host = normaliseDomain(url.host);
  if (host === null) return false;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocalhost(url))) {
    return url.protocol !== 'http:' && hosts.includes(`${url.protocol}//${host}`);
  }
  const verified = brand.domains.filter(({ verifiedAt }) => verifiedAt !== null).map(({ domain }) => domain);
  return verified.includes(host) || hosts.includes(host) || hosts.includes(`${url.protocol}//${host}`);
}

function isLocalhost({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}
