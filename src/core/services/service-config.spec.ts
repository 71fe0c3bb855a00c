import { isServiceHeaderName, isServiceHeaderValue, parseBaseUrl, parseServiceName } from './service-config';

describe('names of services (DF-SVC-01)', () => {
  it.each([
    ['orders', 'orders'],
    ['My_DB-2', 'my_db-2'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), null],
    ['', null],
    ['a b', null],
    ['a/b', null],
    ['ä', null],
    ['a.b', null],
    ['system', null],
    ['User', null],
    ['ADMIN', null],
    ['administration', 'administration'],
  ])('%j: %j', (text, name) => {
    expect(parseServiceName(text)).toBe(name);
  });
});

describe('base addresses (DF-SVC-07)', () => {
  it.each([
    ['https://orders.example.com', 'https://orders.example.com'],
    ['http://10.0.0.8:8080/', 'http://10.0.0.8:8080'],
    ['HTTPS://Orders.Example.com:443/api/', 'https://orders.example.com/api'],
    ['https://orders.example.com/a/../b', 'https://orders.example.com/b'],
    ['http://[::1]:9000/x', 'http://[::1]:9000/x'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is kept as %s', (text, kept) => {
    expect(parseBaseUrl(text)).toBe(kept);
  });

  it.each([
    'ftp://orders.example.com',
    'file:///etc/passwd',
    'orders.example.com',
    '//orders.example.com',
    'javascript:alert(1)',
    'https:orders.example.com',
    'https:///orders.example.com',
    'https://user:secret@orders.example.com',
    'https://user@orders.example.com',
    'https://:@orders.example.com',
    'https://@orders.example.com',
    'https://orders.example.com?x=1',
    'https://orders.example.com/?',
    'https://orders.example.com/#top',
    'https://orders.example.com\\@evil.example',
    'https://orders.exa\tmple.com',
    'https://orders.example.com /x',
    'https://orders.example.com/\u202e',
    'https://orders.example.com:99999',
    'https://',
    '',
    `https://orders.example.com/${'x'.repeat(2_048)}`,
  ])('%j is none', (text) => {
    expect(parseBaseUrl(text)).toBeNull();
  });
});

describe('headers of services', () => {
  it.each(['X-Api-Key', 'Authorization', 'X-DreamFactory-API-Key', 'x_custom'])('%s may be sent', (name) => {
    expect(isServiceHeaderName(name)).toBe(true);
  });

  it.each([
    ...['Host', 'connection', 'Transfer-Encoding', 'Content-Length', 'Upgrade', 'TE', 'Forwarded', 'X-Request-Id'],
    ...['X-Brandgate-User', 'x_brandgate_user', 'X-Forwarded-For', 'X_Forwarded_Host', 'transfer_encoding'],
    ...['', 'a b', 'a:b', 'a\r\nb', 'ä', 'x'.repeat(101)],
  ])('%j may not', (name) => {
    expect(isServiceHeaderName(name)).toBe(false);
  });

  it('values are printable, and have no blanks around them', () => {
    expect(['x', 'Bearer a b', '~'.repeat(4_096)].map(isServiceHeaderValue)).toEqual([true, true, true]);
    const bad = ['', ' x', 'x ', 'a\r\nSet-Cookie: x', 'a\0b', 'ä', 'x'.repeat(4_097)];
    expect(bad.filter(isServiceHeaderValue)).toEqual([]);
  });
});
