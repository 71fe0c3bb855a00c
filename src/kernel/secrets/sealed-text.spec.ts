import { randomBytes } from 'node:crypto';
import { KeyRing } from './key-ring';
import { seal, sealedBy, type SealPlace, unseal } from './sealed-text';

const OLD = `old:${randomBytes(32).toString('base64')}`;
const NEW = `new:${randomBytes(32).toString('base64')}`;
const PLACE: SealPlace = { table: 'apps', column: 'key_sealed', brandId: 1, uid: 'a' };

describe('SEC-KEY-02: sealed texts', () => {
  const ring = KeyRing.parse(OLD);

  it('open where they were sealed, with any text', () => {
    for (const text of ['', 'key', 'Điện thoại 📱', 'x'.repeat(10_000)]) {
      expect(unseal(ring, seal(ring, text, PLACE), PLACE)).toBe(text);
    }
  });

  it('are different each time and name the entry that sealed them', () => {
    const [one, two] = [seal(ring, 'key', PLACE), seal(ring, 'key', PLACE)];
    expect(one).not.toBe(two);
    expect(sealedBy(one)).toBe('old');
    expect(sealedBy('plain')).toBeNull();
  });

  it.each([
    ['another table', { ...PLACE, table: 'services' }],
    ['another column', { ...PLACE, column: 'url' }],
    ['another brand', { ...PLACE, brandId: 2 }],
    ['another row', { ...PLACE, uid: 'b' }],
    ['parts that only look alike when joined', { ...PLACE, table: 'app', column: 'skey_sealed' }],
  ])('do not open in %s', (_, place) => {
    expect(unseal(ring, seal(ring, 'key', PLACE), place)).toBeNull();
  });

  it('do not open when a byte is changed, or without their ring entry', () => {
    const sealed = seal(ring, 'key', PLACE);
    const last = sealed.at(-2) === 'A' ? 'B' : 'A';
    expect(unseal(ring, `${sealed.slice(0, -2)}${last}${sealed.slice(-1)}`, PLACE)).toBeNull();
    expect(unseal(KeyRing.parse(NEW), sealed, PLACE)).toBeNull();
    expect(unseal(ring, 'bgs1.old.AAAA', PLACE)).toBeNull();
  });

  it('open with an entry that no longer writes', () => {
    const sealed = seal(ring, 'key', PLACE);
    const rotated = KeyRing.parse(`${NEW},${OLD}`);
    expect(unseal(rotated, sealed, PLACE)).toBe('key');
    expect(sealedBy(seal(rotated, 'key', PLACE))).toBe('new');
  });
});
