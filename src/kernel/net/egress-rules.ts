import { isIP } from 'node:net';
import { parseTrustedProxies, type TrustedProxies } from './client-address';
import { isPublicAddress } from './special-addresses';

/** Last labels that are a number in some spelling: what resolvers take for an IPv4 address (`127.1`, `0x7f.1`, `2130706433`). */
const NUMERIC = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

/**
 * Where connections on behalf of a brand may go (SEC-EGR-02): into the open Internet, and wherever the installation's
 * list lets them.
 */
export class EgressRules {
  private readonly ranges: TrustedProxies;
  private readonly hosts: ReadonlySet<string>;

  /** @param allowList addresses, CIDR ranges and hosts (`host` or `host:port`), as the setting `egressAllowList` keeps them */
  constructor(allowList: readonly string[]) {
    const ranges = allowList.filter(isRange).join(',');
    const parsed = parseTrustedProxies(ranges);
    if ('invalid' in parsed) throw new TypeError('the list was checked when it was set');
    this.ranges = parsed;
    this.hosts = new Set(allowList.filter((entry) => !isRange(entry)));
  }

  /** Whether the installation vouches for this name, whatever it stands for. */
  listsHost(host: string, port: number): boolean {
    const name = plainHost(host);
    return this.hosts.has(name) || this.hosts.has(`${name}:${port}`);
  }

  /** Whether the installation names this address, or a range that holds it. */
  listsAddress(address: string): boolean {
    return isIP(address) !== 0 && this.ranges.isTrusted(address);
  }

  /**
   * The address to connect to; null when the name must not be called.
   * @param addresses everything that the name resolved to: if one of them is refused, all are
   */
  addressFor(host: string, port: number, addresses: readonly string[]): string | null {
    const [first = null] = addresses;
    if (this.listsHost(host, port)) return first;
    if (isIP(plainHost(host)) === 0 && NUMERIC.test(plainHost(host))) return null;
    return addresses.every((address) => isPublicAddress(address) || this.listsAddress(address)) ? first : null;
  }
}

/** Without brackets, the dot at its end and capitals. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function isRange(entry: string): boolean {
  return isIP(entry.split('/')[0] ?? '') !== 0;
}
