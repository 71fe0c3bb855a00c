import { BlockList, isIPv4 } from 'node:net';
import { canonicalIp, firstFourGroups, ipOfForwardedEntry } from './ip-text';

/** Stands for the peer of a Unix socket, which has no address. */
const UNIX = 'unix';
const CIDR = /^([^/]+)\/([0-9]{1,3})$/;

/** The proxies whose forwarding headers count (SEC-IN-15); built by parseTrustedProxies. */
export class TrustedProxies {
  readonly #list: BlockList;
  readonly #isUnixTrusted: boolean;
  readonly #isEmpty: boolean;

  constructor(list: BlockList, isUnixTrusted: boolean) {
    this.#list = list;
    this.#isUnixTrusted = isUnixTrusted;
    this.#isEmpty = list.rules.length === 0 && !isUnixTrusted;
  }

  /** Whether this socket peer is listed; undefined is the peer of a Unix socket. */
  isTrusted(peer: string | undefined): boolean {
    if (this.#isEmpty) return false;
    if (peer === undefined) return this.#isUnixTrusted;
    const address = canonicalIp(peer);
    return address !== null && this.#lists(address);
  }

  /**
   * The client's address (JFW-LIM-06): the peer, or behind a listed peer the rightmost entry of `X-Forwarded-For` that is
   * not itself listed. An entry that is no address ends the walk: what stands left of it was vouched for by nobody.
   * `peer` must be the socket's address as of the connection, since a socket that has been closed reports undefined.
   */
  clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
    const own = peer === undefined ? UNIX : (canonicalIp(peer) ?? peer);
    return forwardedFor === undefined || !this.isTrusted(peer) ? own : this.#walk(own, forwardedFor);
  }

  #walk(peer: string, forwardedFor: string): string {
    let client = peer;
    for (let end = forwardedFor.length; end >= 0;) {
      // lastIndexOf reads a negative start as 0, which would find a leading comma again and again.
      const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
      const address = ipOfForwardedEntry(forwardedFor.slice(comma + 1, end).trim());
      if (address === null) return client;
      client = address;
      if (!this.#lists(address)) return client;
      end = comma;
    }
    return client;
  }

  #lists(address: string): boolean {
    return this.#list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

/** Adds one address; false when it is none. */
function addAddress(list: BlockList, text: string): boolean {
  const address = text.includes('%') ? null : canonicalIp(text);
  if (address === null) return false;
  list.addAddress(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  return true;
}

/** Longest prefix of a range beginning with this address; 0 when no range can begin with it. */
function maxPrefix(text: string): number {
  if (isIPv4(text)) return 32;
  // IPv6-mapped IPv4 must be written as IPv4: its prefix length would mean something else.
  const canonical = text.includes('%') ? null : canonicalIp(text);
  return canonical === null || isIPv4(canonical) ? 0 : 128;
}

/** Adds one CIDR range; false when it is none, or would trust everybody. */
function addRange(list: BlockList, text: string, bits: number): boolean {
  if (bits < 1 || bits > maxPrefix(text)) return false;
  const family = isIPv4(text) ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(text, bits, family);
  // BlockList takes IPv4 for its IPv6-mapped form, so that a range like ::/64 would hold every IPv4 address.
  if (family === 'ipv6' && range.check('0.0.0.0', 'ipv4')) return false;
  list.addSubnet(text, bits, family);
  return true;
}

function addEntry(list: BlockList, entry: string): boolean {
  const cidr = CIDR.exec(entry);
  return cidr === null ? addAddress(list, entry) : addRange(list, cidr[1] ?? '', Number(cidr[2]));
}

/**
 * Reads `BRANDGATE_TRUSTED_PROXIES` (SEC-IN-15): addresses, CIDR ranges and `unix`, separated by commas; empty trusts nobody.
 * `invalid` names the entry that is neither: hop counts, `true`, `*` and ranges of everything are refused.
 */
export function parseTrustedProxies(list: string): TrustedProxies | { invalid: string } {
  const addresses = new BlockList();
  let isUnixTrusted = false;
  for (const entry of list.split(',').map((text) => text.trim())) {
    if (entry === UNIX) isUnixTrusted = true;
    else if (entry !== '' && !addEntry(addresses, entry)) return { invalid: entry };
  }
  return new TrustedProxies(addresses, isUnixTrusted);
}

/** What limits by address count by (JFW-LIM-06): an IPv4 address alone, an IPv6 address by its /64. */
export function addressBucket(address: string): string {
  const canonical = canonicalIp(address);
  return canonical === null || isIPv4(canonical)
    ? (canonical ?? address)
    : `${firstFourGroups(canonical).join(':')}::/64`;
}
