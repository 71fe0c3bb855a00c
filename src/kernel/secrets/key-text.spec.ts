import { crc32 } from 'node:zlib';
import { formatKey, keyDigest, keyKind, newKey } from './key-text';

const bytesFrom = (first: number): Buffer => Buffer.from(Array.from({ length: 32 }, (_, i) => first + i));
const AUTH = 'bgk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8PSk_Hw';
const REFRESH = 'bgr_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8MAWumQ';

describe('key texts (JFW-KEY-01, -02, -04)', () => {
  it('uses the CRC-32 with check value cbf43926 (JFW-KEY-02)', () => {
    expect(crc32('123456789').toString(16)).toBe('cbf43926');
  });

  it.each([
    ['auth', 0x00, AUTH, '0f2dc2302cb08e57c3b2c78b4bcdeea671597e101473bf0c870cadaacfe78875'],
    ['refresh', 0x20, REFRESH, '507968286326b52837c00e621d0f30ed13631e5ce3d85e13c3c0a8e3b0a3acad'],
  ] as const)('gives the %s vector (JFW-KEY-04)', (kind, first, key, digest) => {
    expect(formatKey(kind, bytesFrom(first))).toBe(key);
    expect(keyKind(key)).toBe(kind);
    expect(keyDigest(key).toString('hex')).toBe(digest);
  });

  it('makes new keys of 53 characters that differ (JFW-KEY-03)', () => {
    const key = newKey('auth');
    expect(key).toMatch(/^bgk_[A-Za-z0-9_-]{49}$/);
    expect(keyKind(key)).toBe('auth');
    expect(keyKind(newKey('refresh'))).toBe('refresh');
    expect(newKey('auth')).not.toBe(key);
  });

  it('refuses any single changed character (JFW-KEY-02)', () => {
    for (let i = 0; i < AUTH.length; i += 1) {
      for (const other of ['A', 'b', '7', '_', '!']) {
        const changed = AUTH.slice(0, i) + other + AUTH.slice(i + 1);
        if (changed !== AUTH) expect(keyKind(changed)).toBeNull();
      }
    }
  });

  it('refuses base64url that is not canonical (JFW-KEY-02)', () => {
    const body = `${AUTH.slice(0, 46)}9`; // same 32 bytes as with 8, unused bits set
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    expect(keyKind(body + sum.toString('base64url'))).toBeNull();
    expect(AUTH.endsWith('w')).toBe(true);
    expect(keyKind(`${AUTH.slice(0, -1)}x`)).toBeNull(); // same checksum bytes, unused bits set
  });

  it.each([
    undefined,
    null,
    0,
    true,
    [],
    {},
    '',
    'your-key-is-here',
    `${AUTH}\n`,
    ` ${AUTH}`,
    AUTH.toLowerCase(),
    [AUTH],
  ])('refuses %p (JFW-KEY-05)', (value) => {
    expect(keyKind(value)).toBeNull();
  });

  it('refuses to format anything but 32 bytes', () => {
    expect(() => formatKey('auth', Buffer.alloc(31))).toThrow(RangeError);
  });
});
