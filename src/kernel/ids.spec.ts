import { isUuid, randomCode, uuidv7 } from './ids';

describe('uuidv7 (JFW-FMT-01, RFC 9562)', () => {
  it('carries the instant, version 7 and the variant', () => {
    const id = uuidv7(0x0197a3c26c1e);
    expect(id.startsWith('0197a3c2-6c1e-7')).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isUuid(id)).toBe(true);
  });

  it('is monotonic within a millisecond, beyond the counter and over a small step back', () => {
    const ids: string[] = [];
    for (let i = 0; i < 10_000; i += 1) ids.push(uuidv7(1_800_000_000_000 - (i % 3)));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('follows a clock that was set back far', () => {
    uuidv7(1_900_000_000_000);
    const early = uuidv7(1_000_000_000_000);
    expect(Number.parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(1_000_000_000_000);
  });

  it('refuses what is no instant', () => {
    for (const bad of [-1, 1.5, Number.NaN, 2 ** 48]) expect(() => uuidv7(bad)).toThrow(RangeError);
  });
});

describe('isUuid', () => {
  it('knows the shape', () => {
    expect(isUuid('0197A3C2-6C1E-7B7E-9A55-0D6C7F1A2B3C')).toBe(true);
    for (const bad of [
      '',
      '0197a3c26c1e7b7e9a550d6c7f1a2b3c',
      '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3g',
      'a'.repeat(50_000),
    ]) {
      expect(isUuid(bad)).toBe(false);
    }
    expect(isUuid('0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c\n')).toBe(false);
  });
});

describe('randomCode (SEC-OT-08)', () => {
  it('draws every character of the alphabet and nothing else', () => {
    const code = randomCode(5_000, '0123456789');
    expect(code).toMatch(/^[0-9]{5000}$/);
    expect(new Set(code).size).toBe(10);
  });

  it('refuses an alphabet without choice', () => {
    expect(() => randomCode(4, 'a')).toThrow(RangeError);
  });
});
