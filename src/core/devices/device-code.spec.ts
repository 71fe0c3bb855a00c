import { parseDeviceCode } from './device-code';

describe('parseDeviceCode (JFW-HDR-05)', () => {
  it('trims and keeps the case (T33)', () => {
    expect(parseDeviceCode('ABC-1')).toBe('ABC-1');
    expect(parseDeviceCode('abc-1')).toBe('abc-1');
    expect(parseDeviceCode(' ABC-1\t')).toBe('ABC-1');
  });

  it('lower-cases a UUID (T33)', () => {
    expect(parseDeviceCode('0197A3C2-6C1E-7B7E-9A55-0D6C7F1A2B3C')).toBe('0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c');
    expect(parseDeviceCode('0197A3C26C1E7B7E9A550D6C7F1A2B3C')).toBe('0197A3C26C1E7B7E9A550D6C7F1A2B3C');
  });

  it('takes 1 to 200 characters of printable ASCII', () => {
    expect(parseDeviceCode('!')).toBe('!');
    expect(parseDeviceCode('~'.repeat(200))).toBe('~'.repeat(200));
  });

  it.each([
    '',
    '  ',
    'a,b',
    'a b',
    'a\tb',
    'é',
    '\u00a0a',
    'a\n',
    'a\u0000',
    '\x7f',
    'x'.repeat(201),
    ' '.repeat(50_000) + ',',
  ])('refuses %j', (raw) => {
    expect(parseDeviceCode(raw)).toBeNull();
  });
});
