import { isIP, isIPv4, isIPv6, SocketAddress } from 'node:net';

const MAPPED = '::ffff:';
const MAX_IP_TEXT = 64;

/** IPv4-mapped IPv6 is IPv4 (SEC-IN-15): a listening `::` socket reports every IPv4 peer that way. */
function unmap(address: string): string {
  const inner = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : '';
  return isIPv4(inner) ? inner : address;
}

/**
 * The one spelling of an IP address: IPv4 dotted, IPv6 compressed, lower-case and without zone. Null when it is no address.
 */
export function canonicalIp(text: string): string | null {
  if (isIPv4(text)) return text;
  if (text.length > MAX_IP_TEXT) return null;
  const zone = text.indexOf('%');
  const address = zone < 0 ? text : text.slice(0, zone);
  return isIPv6(address) ? unmap(new SocketAddress({ address, family: 'ipv6' }).address) : null;
}

/** As canonicalIp, but also takes the forms `a.b.c.d:port` and `[v6]:port` that some proxies write into X-Forwarded-For. */
export function ipOfForwardedEntry(entry: string): string | null {
  const direct = canonicalIp(entry);
  if (direct !== null || entry.length > MAX_IP_TEXT) return direct;
  const match = /^(?:\[([^[\]]+)\]|([0-9.]+))(?::[0-9]{1,5})?$/.exec(entry);
  const inner = match?.[1] ?? match?.[2] ?? '';
  return isIP(inner) === 0 ? null : canonicalIp(inner);
}

/** The first four groups of a canonical IPv6 address, without leading zeros. */
export function firstFourGroups(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const front = groupsOf(head);
  if (tail === undefined) return front.slice(0, 4);
  const back = groupsOf(tail);
  const width = front.length + back.length + (address.includes('.') ? 1 : 0);
  return [...front, ...new Array<string>(8 - width).fill('0'), ...back].slice(0, 4);
}
