import { addressBucket, parseTrustedProxies, TrustedProxies } from './client-address';

function trusting(list: string): TrustedProxies {
  const proxies = parseTrustedProxies(list);
  if (!(proxies instanceof TrustedProxies)) throw new TypeError(`refused: ${proxies.invalid}`);
  return proxies;
}

describe('parseTrustedProxies (SEC-IN-15)', () => {
  it.each(['', ' ', '10.0.0.1', '10.0.0.0/8, 2001:db8::/32', 'unix', '::1,127.0.0.1', '::ffff:10.0.0.1', '10.0.0.1,'])(
    'takes %j',
    (list) => {
      expect(parseTrustedProxies(list)).toBeInstanceOf(TrustedProxies);
    },
  );

  it.each([
    '1',
    'true',
    '*',
    '0.0.0.0/0',
    '::/0',
    '::/64',
    '0/0',
    '10.0.0.0/33',
    '::1/129',
    'loopback',
    'proxy.local',
    '::ffff:10.0.0.0/104',
    'fe80::1%eth0',
    '10.0.0.1/',
    '10.0.0.0/8/8',
  ])('refuses %j and names it', (entry) => {
    expect(parseTrustedProxies(`10.0.0.1, ${entry}`)).toEqual({ invalid: entry });
  });
});

describe('TrustedProxies (SEC-IN-15, JFW-LIM-06)', () => {
  it('trusts nobody by default and ignores forwarding headers', () => {
    const nobody = trusting('');
    expect([nobody.isTrusted('127.0.0.1'), nobody.isTrusted('::1'), nobody.isTrusted(undefined)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(nobody.clientAddress('192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
    expect(nobody.clientAddress('::ffff:192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
  });

  it('knows listed peers, also as IPv4-mapped IPv6', () => {
    const proxies = trusting('10.0.0.0/8,2001:db8:1::/48,::ffff:172.16.0.9');
    expect(
      ['10.1.2.3', '::ffff:10.1.2.3', '::ffff:a01:203', '2001:db8:1::5', '172.16.0.9'].every((peer) =>
        proxies.isTrusted(peer),
      ),
    ).toBe(true);
    expect(['11.0.0.1', '2001:db8:2::5', 'garbage', '', undefined].some((peer) => proxies.isTrusted(peer))).toBe(false);
  });

  it('trusts a Unix socket only when it is listed', () => {
    expect(trusting('unix').isTrusted(undefined)).toBe(true);
    expect(trusting('unix').clientAddress(undefined, '198.51.100.7')).toBe('198.51.100.7');
    expect(trusting('unix').clientAddress('10.0.0.1', '198.51.100.7')).toBe('10.0.0.1');
    expect(trusting('10.0.0.1').clientAddress(undefined, '198.51.100.7')).toBe('unix');
  });

  it.each([
    ['no header', undefined, '10.0.0.1'],
    ['one entry', '198.51.100.7', '198.51.100.7'],
    ['a forged entry on the left', '6.6.6.6, 198.51.100.7', '198.51.100.7'],
    ['a chain of listed proxies', '6.6.6.6, 198.51.100.7, 10.0.0.2,10.0.0.3', '198.51.100.7'],
    ['listed proxies only', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['an IPv4-mapped entry', '::ffff:198.51.100.7', '198.51.100.7'],
    ['a listed IPv4-mapped entry', '198.51.100.7, ::ffff:10.0.0.2', '198.51.100.7'],
    ['an IPv6 entry in another spelling', '2001:DB8:0::7', '2001:db8::7'],
    ['an entry with port', '198.51.100.7:4711', '198.51.100.7'],
    ['garbage alone', 'unknown', '10.0.0.1'],
    ['garbage in between', '198.51.100.7, <script>, 10.0.0.2', '10.0.0.2'],
    ['an empty entry', '198.51.100.7, ,10.0.0.2', '10.0.0.2'],
    ['a leading comma', ',10.0.0.2', '10.0.0.2'],
    ['an empty header', '', '10.0.0.1'],
  ])('walks from the right: %s', (_name, header, client) => {
    expect(trusting('10.0.0.0/8').clientAddress('10.0.0.1', header)).toBe(client);
  });

  it('is linear (SEC-IN-16)', () => {
    const started = performance.now();
    trusting('10.0.0.0/8').clientAddress('10.0.0.1', '10.0.0.2,'.repeat(5_000) + '10.0.0.2');
    trusting('10.0.0.0/8').clientAddress('10.0.0.1', ' '.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('addressBucket (JFW-LIM-06)', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unix', 'unix'],
  ])('of %s is %s', (address, bucket) => {
    expect(addressBucket(address)).toBe(bucket);
  });
});
