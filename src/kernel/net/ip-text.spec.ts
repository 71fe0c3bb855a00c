import { canonicalIp, firstFourGroups, ipOfForwardedEntry } from './ip-text';

describe('canonicalIp (SEC-IN-15)', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
  ])('reads %s as %s', (text, address) => {
    expect(canonicalIp(text)).toBe(address);
  });

  it.each([
    '',
    'unknown',
    '1',
    '127.1',
    '0177.0.0.1',
    '1.2.3.4.5',
    ' 1.2.3.4',
    '[::1]',
    ':::',
    '%',
    'x'.repeat(50_000),
  ])('refuses %.40j', (text) => {
    expect(canonicalIp(text)).toBeNull();
  });
});

describe('ipOfForwardedEntry', () => {
  it('drops ports and brackets', () => {
    expect(ipOfForwardedEntry('192.0.2.1:4711')).toBe('192.0.2.1');
    expect(ipOfForwardedEntry('[2001:DB8::1]:4711')).toBe('2001:db8::1');
    expect(ipOfForwardedEntry('[2001:db8::1]')).toBe('2001:db8::1');
    expect(ipOfForwardedEntry('2001:db8::1')).toBe('2001:db8::1');
  });

  it.each(['', 'unknown', '_hidden', 'example.com:80', '192.0.2.1:', '192.0.2.1:x', '[192.0.2.1', '"::1"'])(
    'refuses %j',
    (entry) => {
      expect(ipOfForwardedEntry(entry)).toBeNull();
    },
  );
});

describe('firstFourGroups', () => {
  it.each([
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4'],
    ['1:2:3:4::', '1:2:3:4'],
    ['::4:5:6:7:8', '0:0:0:4'],
    ['1::7:8', '1:0:0:0'],
    ['::1.2.3.4', '0:0:0:0'],
  ])('of %s is %s', (address, groups) => {
    expect(firstFourGroups(address).join(':')).toBe(groups);
  });
});
