import { host, linkHost, networkPlace, originsIn, webOrAppUrl, webOrigins, webUrl } from './address-types';
import { defaultsOf, readSetting, schemaOf, setting } from './setting';
import { choice, flag, listOf, orNull, secret, type SettingType, text, wholeNumber } from './setting-type';

/** The value as it is kept, or what was expected and where. */
function outcome(type: SettingType<unknown>, value: unknown): unknown {
  const reading = type.read(value);
  return 'value' in reading ? reading.value : { expected: reading.expected, at: reading.at };
}

function accepts(type: SettingType<unknown>, value: unknown): boolean {
  return 'value' in type.read(value);
}

describe('setting types', () => {
  it('take their own kind and convert nothing (SEC-IN-02)', () => {
    expect([true, false, 'true', 1, 0, null].map((value) => accepts(flag(), value))).toEqual([
      ...[true, true],
      ...[false, false, false, false],
    ]);
    const number = wholeNumber(1, 10);
    expect([1, 10, 0, 11, 1.5, '5', NaN, Infinity, -1, null, true, [5]].filter((v) => accepts(number, v))).toEqual([
      1, 10,
    ]);
    expect(outcome(number, 11)).toEqual({ expected: 'a whole number from 1 to 10', at: undefined });
    const word = choice(['a', 'b']);
    expect(['a', 'b', 'A', 'c', '', null, 0].filter((v) => accepts(word, v))).toEqual(['a', 'b']);
  });

  it('text is trimmed, bounded by code points and holds nothing invisible', () => {
    const type = text(3);
    expect(outcome(type, ' ab ')).toBe('ab');
    expect(outcome(type, '😀😀😀')).toBe('😀😀😀');
    for (const value of ['', '  ', 'abcd', 'a\nb', 'a\u0000', 'a\u202eb', 5, null])
      expect(accepts(type, value)).toBe(false);
    // A joiner that Persian words need.
    expect(accepts(text(5), 'می\u200cرو')).toBe(true);
  });

  it('null and blank text mean nothing where nothing is a value', () => {
    const type = orNull(text(3));
    expect([null, '', '  '].map((value) => outcome(type, value))).toEqual([null, null, null]);
    expect(outcome(type, 'abcd')).toEqual({ expected: 'a text of at most 3 characters, or null', at: undefined });
    expect(accepts(orNull(wholeNumber(1, 2)), null)).toBe(true);
    expect(orNull(choice(['a'])).schema).toEqual({ type: ['string', 'null'], enum: ['a', null] });
  });

  it('lists are bounded, keep equal elements once and tell where a fault is', () => {
    const type = listOf(text(3), 2);
    expect(outcome(type, ['a', ' a '])).toEqual(['a']);
    expect(outcome(type, ['a', 5])).toEqual({ expected: 'a text of at most 3 characters', at: '1' });
    for (const value of [['a', 'b', 'c'], 'a', null, { 0: 'a' }]) expect(accepts(type, value)).toBe(false);
  });

  it('a secret is a boolean where settings are: it is kept elsewhere', () => {
    expect(accepts(secret('a key, or what is shown'), false)).toBe(true);
    expect(accepts(secret('a key, or what is shown'), true)).toBe(true);
    expect(outcome(secret('a key, or what is shown'), { key: 1 })).toEqual({
      ...{ expected: 'a key, or what is shown', at: undefined },
    });
  });
});

describe('types of addresses', () => {
  it.each([
    ['https://example.com/reset?x=1', true, true],
    ['http://localhost:3000/reset', true, true],
    ['http://example.com/', false, false],
    ['shop://reset/now', false, true],
    ['javascript:alert(1)', false, false],
    ['javascript://example.com/%0aalert(1)', false, false],
    ['data:text/html,x', false, false],
    ['file:///etc/passwd', false, false],
    ['https://user@example.com/', false, false],
    ['https://example.com\\@evil.com/', false, false],
    ['//example.com', false, false],
    ['example.com', false, false],
  ])('%s: for the web %p, for apps too %p', (value, web, app) => {
    expect([accepts(webUrl(), value), accepts(webOrAppUrl(), value)]).toEqual([web, app]);
  });

  it('hosts are kept as they are compared', () => {
    expect(outcome(host(), 'Bücher.Example')).toBe('xn--bcher-kva.example');
    expect(outcome(linkHost(), 'HTTPS://Shop.example/')).toBe('https://shop.example');
    expect(outcome(linkHost(), 'myapp://reset')).toBe('myapp://reset');
    for (const value of ['a_b', '10.0.0.1', 'example.com/x', 'javascript://x', 'a b', 'https://u@x.example']) {
      expect([value, accepts(host(), value), accepts(linkHost(), value)]).toEqual([value, false, false]);
    }
  });

  it('origins are http(s) and nothing but origins', () => {
    const list = 'https://a.example, http://localhost:8080;https://b.example:8443/';
    expect(accepts(webOrigins(200), list)).toBe(true);
    expect(originsIn(list)).toEqual(['https://a.example', 'http://localhost:8080', 'https://b.example:8443/']);
    for (const value of [
      'app://x',
      'https://a.example/path',
      'null',
      '*',
      'https://u@a.example',
      'https://a.example?x',
    ]) {
      expect([value, accepts(webOrigins(200), value)]).toEqual([value, false]);
    }
  });

  it('places in a network are addresses, ranges and names', () => {
    for (const value of ['10.0.0.1', '10.0.0.0/8', 'fd00::/8', 'vault.internal']) {
      expect([value, accepts(networkPlace(), value)]).toEqual([value, true]);
    }
    for (const value of ['0.0.0.0/0', '10.0.0.0/33', '*', 'a/b']) {
      expect([value, accepts(networkPlace(), value)]).toEqual([value, false]);
    }
  });
});

describe('settings', () => {
  const list = { size: setting(wholeNumber(1, 9), 3, { unit: 's', meaning: 'how long' }) } as const;

  it('give their defaults, their schema and the member at fault', () => {
    expect(defaultsOf(list)).toEqual({ size: 3 });
    expect(schemaOf(list.size)).toEqual({
      ...{ type: 'integer', minimum: 1, maximum: 9 },
      ...{ description: 'how long (s).', default: 3 },
    });
    expect(readSetting('size', list.size, 0)).toEqual({
      fault: { field: 'size', message: 'size must be a whole number from 1 to 9.' },
    });
  });
});
