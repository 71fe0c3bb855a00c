import { normaliseDomain, parseBrandUrl, type BrandUrl } from './brand-url';

const host = (...keys: string[]): BrandUrl => ({ kind: 'host', keys });
const INVALID: BrandUrl = { kind: 'invalid' };
const MISSING: BrandUrl = { kind: 'missing' };
const YOURS = host('your-domain.com');

const VECTORS: readonly (readonly [number, string, BrandUrl])[] = [
  [1, 'your-domain.com', YOURS],
  [2, 'YOUR-DOMAIN.com', YOURS],
  [3, 'https://your-domain.com', YOURS],
  [4, 'https://your-domain.com/', YOURS],
  [5, 'http://your-domain.com/path?q=1#f', YOURS],
  [6, 'your-domain.com.', YOURS],
  [7, '  your-domain.com ', YOURS],
  [8, '//your-domain.com', YOURS],
  [9, 'your-domain.com:443', YOURS],
  [10, 'http://your-domain.com:80', YOURS],
  [11, 'your-domain.com:8443', host('your-domain.com:8443', 'your-domain.com')],
  [12, 'www.your-domain.com', host('www.your-domain.com')],
  [13, 'bücher.example', host('xn--bcher-kva.example')],
  [14, 'xn--bcher-kva.example', host('xn--bcher-kva.example')],
  [15, 'BÜCHER.example', host('xn--bcher-kva.example')],
  [16, 'evil.com@your-domain.com', INVALID],
  [17, 'https://u:p@your-domain.com', INVALID],
  [18, 'your-domain.com, other.com', INVALID],
  [19, 'ftp://your-domain.com', INVALID],
  [20, 'javascript:alert(1)', INVALID],
  [21, '127.0.0.1', INVALID],
  [22, '2130706433', INVALID],
  [23, '0x7f.1', INVALID],
  [24, '[::1]', INVALID],
  [25, 'localhost', host('localhost')],
  [26, '', MISSING],
  [27, '   ', MISSING],
  [28, 'text', host('text')],
  [29, 'a..b.com', INVALID],
  [30, 'your_domain.com', INVALID],
  [31, 'your-domain.com%2eevil.com', INVALID],
  [32, 'your-domain.com\\@evil.com', INVALID],
  [33, '\uff59our-domain.com', YOURS],
  [34, '\u0430pple.com', host('xn--pple-43d.com')],
];

describe('parseBrandUrl (JFW-BRD-02)', () => {
  it.each(VECTORS)('vector %i of JFW-BRD-12: %j', (_number, input, outcome) => {
    expect(parseBrandUrl(input)).toEqual(outcome);
  });

  it.each(VECTORS)('vector %i of JFW-BRD-12 as UTF-8 header bytes', (_number, input, outcome) => {
    expect(parseBrandUrl(Buffer.from(input).toString('latin1'))).toEqual(outcome);
  });

  it('reads bytes that are no UTF-8 as Latin-1 (step 1)', () => {
    expect(parseBrandUrl(Buffer.from('bücher.example', 'latin1').toString('latin1'))).toEqual(
      host('xn--bcher-kva.example'),
    );
  });

  it.each([
    'a b.com',
    'a\u00a0b.com',
    'a\u00adb.com',
    'a\u200bb.com',
    '\ufeffa.com',
    'a.com\u0000',
    'a.com:',
    'a.com:123456',
    'a.com:99999',
    'a.com:8a',
    ':80',
    '://a.com',
    'https:///a.com',
    'https:a.com',
    '////a.com',
    'a:b:80',
    '[::1',
    '::1',
    '-a.com',
    'a-.com',
    '.',
    'a.com..',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(130)}com`,
    `a.com/${'x'.repeat(2_048)}`,
    '\uff45vil.com\uff20your-domain.com',
    'a<b.com',
    '127.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '[::ffff:7f00:1]:8080',
  ])('refuses %j (steps 3-8)', (input) => {
    expect(parseBrandUrl(input)).toEqual(INVALID);
  });

  it('treats explicit ports as numbers (step 9)', () => {
    expect(parseBrandUrl('a.com:00443')).toEqual(host('a.com'));
    expect(parseBrandUrl('a.com:08080')).toEqual(host('a.com:8080', 'a.com'));
    expect(parseBrandUrl('HTTPS://a.com:80?x')).toEqual(host('a.com'));
  });

  it('accepts IP literals only by setting (step 8)', () => {
    const options = { allowIpLiterals: true };
    expect(parseBrandUrl('127.0.0.1:3000', options)).toEqual(host('127.0.0.1:3000', '127.0.0.1'));
    expect(parseBrandUrl('[0:0::1]', options)).toEqual(host('[::1]'));
    expect(parseBrandUrl('[zz]', options)).toEqual(INVALID);
  });

  it('is linear on hostile text (SEC-IN-16)', () => {
    const started = performance.now();
    for (const input of [
      ' '.repeat(50_000) + 'x',
      'x' + ' '.repeat(50_000) + 'x',
      'a'.repeat(50_000),
      'a.'.repeat(25_000),
    ]) {
      parseBrandUrl(input);
    }
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('normaliseDomain (JFW-BRD-08)', () => {
  it('gives the stored form', () => {
    expect(normaliseDomain('https://Bücher.example/')).toBe('xn--bcher-kva.example');
    expect(normaliseDomain('a.com:8443')).toBe('a.com:8443');
    expect(normaliseDomain('a.com:443')).toBe('a.com');
    expect(normaliseDomain('127.0.0.1', { allowIpLiterals: true })).toBe('127.0.0.1');
  });

  it.each(['', ' ', '127.0.0.1', 'a_b.com', 'x@y.com'])('refuses %j', (input) => {
    expect(normaliseDomain(input)).toBeNull();
  });
});
