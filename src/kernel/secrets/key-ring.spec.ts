import { hash, hkdfSync } from 'node:crypto';
import { inspect } from 'node:util';
import { generateRingEntry, KeyRing, KeyRingError } from './key-ring';

const key = (name: string): Buffer => hash('sha256', name, 'buffer');
const A = key('a').toString('base64');
const B = key('b').toString('base64');

describe('KeyRing (SEC-KEY-01)', () => {
  it('names an entry without id by the first 8 hex digits of the SHA-256 of its bytes', () => {
    expect(KeyRing.parse(A).currentId).toBe(hash('sha256', key('a')).slice(0, 8));
  });

  it('lets the first entry write and all read', () => {
    const ring = KeyRing.parse(` new:${A} , old:${B}\n`);
    expect(ring.currentId).toBe('new');
    expect(ring.ids).toEqual(['new', 'old']);
    expect(ring.subKey('pepper')).toEqual(ring.subKey('pepper', 'new'));
    expect(ring.subKey('pepper', 'old')).toEqual(KeyRing.parse(B).subKey('pepper'));
    expect(ring.subKey('pepper', 'gone')).toBeNull();
  });

  it('derives one HKDF-SHA-256 sub-key of 32 bytes for each label, without salt', () => {
    const ring = KeyRing.parse(A);
    const labels = ['encryption', 'pepper', 'refresh', 'code'] as const;
    for (const label of labels) {
      expect(ring.subKey(label)).toEqual(Buffer.from(hkdfSync('sha256', key('a'), '', label, 32)));
      expect(ring.subKey(label)).toBe(ring.subKey(label));
    }
    expect(new Set(labels.map((label) => ring.subKey(label).toString('hex'))).size).toBe(4);
  });

  it.each([
    ['empty', '', /empty/],
    ['an empty entry', `${A},`, /entry 2.*base64/],
    ['short', Buffer.alloc(16, 7).toString('base64'), /16 bytes/],
    ['long', Buffer.alloc(33, 7).toString('base64'), /33 bytes/],
    ['no base64', 'k:!!!!', /entry 1 \(k\): not base64/],
    ['base64 without padding', A.replace('=', ''), /not base64/],
    ['one byte repeated', Buffer.alloc(32, 7).toString('base64'), /weak key.*same/],
    ['the example 00 01 … 1f', Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64'), /weak/],
    ['readable text', Buffer.from('change-me-change-me-now-please!!').toString('base64'), /readable/],
    ['the same key twice', `a:${A},b:${A}`, /twice/],
    ['the same id twice', `a:${A},a:${B}`, /id a .*twice/],
    ['a bad id', `a$b:${A}`, /an id is/],
  ])('refuses a ring that is %s', (_name, text, message) => {
    expect(() => KeyRing.parse(text)).toThrow(KeyRingError);
    expect(() => KeyRing.parse(text)).toThrow(message);
  });

  it('never shows key text, in errors or sinks (SEC-LOG-01)', () => {
    const ring = KeyRing.parse(A);
    expect([String(ring), JSON.stringify({ ring }), inspect({ ring })]).toEqual([
      '[secret]',
      '{"ring":"[secret]"}',
      '{ ring: [secret] }',
    ]);
    const text = `x:${A.slice(0, 40)}`;
    expect(() => KeyRing.parse(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(A.slice(0, 8)) }),
    );
  });
});

describe('generateRingEntry', () => {
  it('makes an entry that a ring accepts, each time another', () => {
    const entry = generateRingEntry();
    expect(Buffer.from(entry, 'base64')).toHaveLength(32);
    expect(KeyRing.parse(`${entry},${generateRingEntry()}`).ids).toHaveLength(2);
  });
});
