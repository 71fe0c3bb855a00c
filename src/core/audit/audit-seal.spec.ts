import { createHash } from 'node:crypto';
import { GENESIS, sealOf, type TrailRow } from './audit-seal';

const ROW: TrailRow = {
  id: 7,
  uid: '0198c0de-0000-7000-8000-000000000001',
  brandId: 3,
  happenedAt: 1_790_000_000_000,
  event: 'auth.login',
  actorUserId: 12,
  targetType: 'session',
  targetId: '0198c0de-0000-7000-8000-000000000002',
  address: '2001:db8::1',
  userAgent: 'curl/8',
  correlationId: 'c-1',
  details: '{"a":1}',
};

describe('the seal of an audit row (SEC-AUD-01)', () => {
  it('covers the hash before it, its number and every column', () => {
    const seal = sealOf(GENESIS, 1, ROW);
    expect(sealOf(GENESIS, 1, { ...ROW })).toEqual(seal);
    expect(sealOf(GENESIS, 2, ROW)).not.toEqual(seal);
    expect(sealOf(Buffer.alloc(32, 1), 1, ROW)).not.toEqual(seal);
    for (const name of Object.keys(ROW) as (keyof TrailRow)[]) {
      const value = ROW[name];
      const changed = { ...ROW, [name]: typeof value === 'number' ? value + 1 : `${value}x` };
      expect(sealOf(GENESIS, 1, changed)).not.toEqual(seal);
    }
  });

  it('is the documented encoding, byte for byte', () => {
    const member = (tag: number, body: Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length);
      return Buffer.concat([Buffer.of(tag), length, body]);
    };
    const text = (value: string) => member(2, Buffer.from(value));
    const integer = (value: number) => member(1, Buffer.from(String(value)));
    const bytes = Buffer.concat([
      ...[text('brandgate-audit-1'), member(3, GENESIS), integer(1), integer(7), text(ROW.uid), integer(3)],
      ...[integer(ROW.happenedAt), text('auth.login'), member(0, Buffer.alloc(0)), text('session')],
      ...[text(ROW.targetId ?? ''), text('2001:db8::1'), text('curl/8'), text('c-1'), text('{"a":1}')],
    ]);
    const expected = createHash('sha256').update(bytes).digest();
    expect(sealOf(GENESIS, 1, { ...ROW, actorUserId: null })).toEqual(expected);
  });

  it('tells apart what only looks alike: null and empty, moved borders, unicode forms, numbers and their text', () => {
    const variants: Partial<TrailRow>[] = [
      { userAgent: null, correlationId: '' },
      { userAgent: '', correlationId: null },
      { userAgent: 'ab', correlationId: 'c' },
      { userAgent: 'a', correlationId: 'bc' },
      { userAgent: '\u00e9' },
      { userAgent: 'e\u0301' },
      { userAgent: 'é\u0000' },
      { userAgent: '😀' },
      { targetType: null, targetId: null },
      { targetType: 'null', targetId: 'null' },
      { actorUserId: null },
      { actorUserId: 0 },
      { details: '{}' },
      { details: '{"a": 1}' },
      { details: '{"a":null}' },
    ];
    const seals = variants.map((changes) => sealOf(GENESIS, 1, { ...ROW, ...changes }).toString('hex'));
    expect(new Set(seals).size).toBe(variants.length);
  });
});
