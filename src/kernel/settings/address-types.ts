import { isIP } from 'node:net';
import { normaliseDomain } from '../hosts/brand-url';
import { parseTrustedProxies } from '../net/client-address';
import { canonicalEmail } from '../text/canonical-key';
import { type SettingType, text } from './setting-type';

const URL_LENGTH = 2_048;
const HOST_LENGTH = 260;
/** What a browser would run or open instead of leading somewhere. */
const ACTIVE_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:', 'ws:', 'wss:']);
const CUSTOM = /^[a-z][a-z0-9+.-]*:\/\/[^\s\\@]+$/i;
const SCHEME_AND_HOST = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\@\s]+)\/?$/i;

/** Parsed, without user information and the characters that parsers disagree about. */
function plainUrl(value: string): URL | null {
  if (/[\s\\]/.test(value)) return null;
  const url = URL.parse(value);
  return url === null || url.username !== '' || url.password !== '' ? null : url;
}

function isLocal({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1';
}

function isSafeWeb(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url));
}

/** Where people are sent: https, http on the own machine only. */
export function webUrl(): SettingType<string> {
  return text(URL_LENGTH, 'an https address (http for localhost only)', (value) => {
    const url = plainUrl(value);
    return url !== null && isSafeWeb(url) ? value : null;
  });
}

/** The same, or the address of an app under a scheme of its own (`shop://reset`). */
export function webOrAppUrl(): SettingType<string> {
  const kind = 'an https address (http for localhost only) or one under the own scheme of an app';
  return text(URL_LENGTH, kind, (value) => {
    const url = plainUrl(value);
    if (url === null || ACTIVE_SCHEMES.has(url.protocol)) return null;
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
    return (isWeb ? isSafeWeb(url) : CUSTOM.test(value)) ? value : null;
  });
}

/** An e-mail address, as it is written. */
export function emailAddress(): SettingType<string> {
  return text(254, 'an e-mail address', (value) => (canonicalEmail(value) === null ? null : value));
}

/** Scheme, host and port alone, in the form in which addresses are made of it. */
export function webOrigin(): SettingType<string> {
  return text(HOST_LENGTH, 'an https origin such as https://auth.example.com (http for localhost only)', (value) => {
    const url = plainUrl(value);
    return url !== null && isOrigin(value) && isSafeWeb(url) ? url.origin : null;
  });
}

/** A host name, with a port where it has one, in the form in which hosts are compared. */
export function host(options: { readonly allowIpLiterals?: boolean } = {}): SettingType<string> {
  return text(HOST_LENGTH, 'a host name', (value) => (/[/?#]/.test(value) ? null : normaliseDomain(value, options)));
}

/** A host, or `scheme://host`, normalised (JFW-PWD-07). */
export function linkHost(): SettingType<string> {
  return text(HOST_LENGTH, 'a host, or scheme://host', (value) => {
    const [, scheme = '', authority = ''] = SCHEME_AND_HOST.exec(value) ?? [];
    if (scheme === '') return /[/?#]/.test(value) ? null : normaliseDomain(value);
    const protocol = `${scheme.toLowerCase()}:`;
    if (ACTIVE_SCHEMES.has(protocol)) return null;
    const normalised = normaliseDomain(authority);
    return normalised === null ? null : `${protocol}//${normalised}`;
  });
}

/** Origins separated by blanks, commas or semicolons, each http(s) and nothing but an origin. */
export function webOrigins(length: number): SettingType<string> {
  return text(
    length,
    'web origins such as https://app.example.com, separated by blanks, commas or semicolons',
    (value) => (originsIn(value).every(isOrigin) ? value : null),
  );
}

/** The entries of a text that `webOrigins` accepts. */
export function originsIn(value: string): string[] {
  return value.split(/[\s,;]+/).filter((entry) => entry !== '');
}

function isOrigin(entry: string): boolean {
  const url = plainUrl(entry);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.pathname === '/' && url.search === '' && url.hash === '';
}

/** An address, a range of addresses or a host name. */
export function networkPlace(): SettingType<string> {
  return text(HOST_LENGTH, 'an IP address, a CIDR range or a host name', (value) => {
    const address = value.split('/')[0] ?? '';
    if (isIP(address) === 0) return value.includes('/') ? null : normaliseDomain(value);
    return 'invalid' in parseTrustedProxies(value) ? null : value;
  });
}
