import { BlockList, isIP } from 'node:net';
import type { Surroundings } from '../stages';
import { type Check, fine, type Observation, weak } from '../finding';

const OWN_NETWORKS = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
] as const) {
  OWN_NETWORKS.addSubnet(net, bits, 'ipv4');
}
OWN_NETWORKS.addSubnet('fc00::', 7, 'ipv6');
OWN_NETWORKS.addSubnet('::1', 128, 'ipv6');

/** Whom the gateway believes, and how it is reached (SEC-IN-15, REL-14). */
export const publicAddressCheck: Check<Surroundings> = {
  name: 'public-address',
  run({ config: { host, publicUrl }, env }): Observation[] {
    const proxies = (env['BRANDGATE_TRUSTED_PROXIES'] ?? '').split(',').map((text) => text.trim());
    const listed = proxies.filter((text) => text !== '');
    const found = [
      ...listed.filter(isWide).map((range) => weak(`The trusted proxies ${range} are many strangers.`, NARROW)),
      ...(publicUrl?.startsWith('https:') === true && listed.length === 0 ? [weak(NO_PROXY, NAME_IT)] : []),
      ...(isLoopback(host) || publicUrl !== null
        ? []
        : [weak(`It listens on ${host} without a public origin.`, SET_URL)]),
    ];
    return found.length === 0
      ? [fine(`${publicUrl ?? 'http://localhost'}, trusted proxies: ${listed.length}.`)]
      : found;
  },
};

const NARROW = 'List the addresses of your own proxies in BRANDGATE_TRUSTED_PROXIES.';
const NO_PROXY = 'It is reached by https, and no proxy is trusted: every client counts as the proxy.';
const NAME_IT = 'Name the proxy in BRANDGATE_TRUSTED_PROXIES, or limits by address hit all clients together.';
const SET_URL = 'Put a proxy with TLS in front and name its origin in BRANDGATE_PUBLIC_URL.';

/** More than a /16 (IPv6: /32) outside of the networks that are nobody else's. */
function isWide(entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  if (bits === undefined || family === 0) return false;
  const isOwn = OWN_NETWORKS.check(address, family === 4 ? 'ipv4' : 'ipv6');
  return !isOwn && Number(bits) < (family === 4 ? 16 : 32);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
