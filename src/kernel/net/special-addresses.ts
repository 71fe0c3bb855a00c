import { BlockList, isIPv4 } from 'node:net';
import { canonicalIp } from './ip-text';

/** What IANA's registries keep for special uses, and the one public address behind which a cloud answers for itself. */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** Of the one block that is public at all: protocol assignments (Teredo, ORCHID), documentation, and 6to4. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const PUBLIC_IPV6 = ['2000::/3'];
/** An IPv4 address in the last four bytes of a global IPv6 address (ISATAP). */
const ISATAP = /:(?:0|200)?:?5efe:[0-9a-f]{1,4}:[0-9a-f]{1,4}$/;

const special = listOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const global = listOf(PUBLIC_IPV6);

/**
 * Whether an address lies in the open Internet (SEC-EGR-02): not loopback, private, link-local, shared (CGNAT), multicast,
 * reserved or of documentation, no metadata service, no IPv6 address with an IPv4 address in it. No address: false.
 */
export function isPublicAddress(text: string): boolean {
  const address = text.includes('%') ? null : canonicalIp(text);
  if (address === null) return false;
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return global.check(address, 'ipv6') && !special.check(address, 'ipv6') && !ISATAP.test(address);
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}
