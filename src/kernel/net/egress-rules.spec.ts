import { EgressRules } from './egress-rules';
import { isPublicAddress } from './special-addresses';

describe('isPublicAddress (SEC-EGR-02)', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:800::200e',
    '::ffff:8.8.8.8',
  ])('takes %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this network', '0.0.0.0'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['link-local, metadata', '169.254.169.254'],
    ['CGNAT', '100.64.0.1'],
    ['metadata in CGNAT', '100.100.100.200'],
    ['protocol assignments, metadata', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['6to4 relay', '192.88.99.1'],
    ['benchmarks', '198.19.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ["a cloud's own", '168.63.129.16'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['mapped IPv4', '::ffff:127.0.0.1'],
    ['mapped IPv4 in hex', '::ffff:7f00:1'],
    ['mapped IPv4, long', '0:0:0:0:0:ffff:10.0.0.1'],
    ['compatible IPv4', '::127.0.0.1'],
    ['compatible IPv4, public', '::8.8.8.8'],
    ['translated IPv4', '::ffff:0:8.8.8.8'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64, local', '64:ff9b:1::1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:1::1'],
    ['ORCHID', '2001:20::1'],
    ['ISATAP', '2a00:1450::5efe:7f00:1'],
    ['ISATAP', '2a00:1450:0:0:200:5efe:a00:1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['ULA, metadata', 'fd00:ec2::254'],
    ['ULA', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['link-local with zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['discard', '100::1'],
    ['with a zone', '2606:4700:4700::1111%1'],
    ['no address', 'example.com'],
    ['an odd spelling', '127.1'],
    ['an odd spelling', '0x7f.0.0.1'],
    ['an odd spelling', '0177.0.0.1'],
    ['an odd spelling', '2130706433'],
    ['nothing', ''],
  ])('refuses %s: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('EgressRules (SEC-EGR-02)', () => {
  const none = new EgressRules([]);
  const some = new EgressRules(['10.1.0.0/16', '::1', 'mail.internal', 'relay.internal:2525']);

  it('pins the first address of a name whose addresses are all public', () => {
    expect(none.addressFor('mx.example.com', 587, ['8.8.8.8', '2606:4700:4700::1111'])).toBe('8.8.8.8');
  });

  it('refuses a name when one of its addresses is refused, wherever it stands', () => {
    expect(none.addressFor('mx.example.com', 587, ['8.8.8.8', '127.0.0.1'])).toBeNull();
    expect(none.addressFor('mx.example.com', 587, ['::1', '8.8.8.8'])).toBeNull();
    expect(none.addressFor('mx.example.com', 587, [])).toBeNull();
  });

  it.each(['127.1', '0x7f.1', '0177.0.0.1', '2130706433', '0x7f000001', '127.0.0.1.', 'a.0x1'])(
    'refuses the numeric name %s, whatever it resolves to',
    (host) => expect(none.addressFor(host, 587, ['8.8.8.8'])).toBe(host === '127.0.0.1.' ? '8.8.8.8' : null),
  );

  it('lets through what the installation lists: ranges, addresses, hosts, hosts with a port', () => {
    expect(some.addressFor('mx.example.com', 25, ['10.1.2.3', '8.8.8.8'])).toBe('10.1.2.3');
    expect(some.addressFor('mx.example.com', 25, ['10.2.0.1'])).toBeNull();
    expect(some.addressFor('[::1]', 25, ['::1'])).toBe('::1');
    expect(some.addressFor('Mail.Internal.', 25, ['192.168.0.5'])).toBe('192.168.0.5');
    expect(some.addressFor('relay.internal', 2525, ['192.168.0.6'])).toBe('192.168.0.6');
    expect(some.addressFor('relay.internal', 25, ['192.168.0.6'])).toBeNull();
  });
});
