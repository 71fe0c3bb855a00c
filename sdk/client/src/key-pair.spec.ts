import { KeyPair } from './key-pair.ts';

const DATA = { id: 'u-1', authKey: 'bgk_1', refreshAuthKey: 'bgr_1', expiresIn: '2026-10-19T04:20:20.628Z', more: 1 };
const NEXT = { ...DATA, authKey: 'bgk_2', refreshAuthKey: 'bgr_2' };

describe('KeyPair', () => {
  const first = KeyPair.ofSignIn(DATA, 1_000)!;

  it('JFW-AUTH-09: knows the end of its Auth Key', () => {
    expect(first.expiresAt).toBe(Date.UTC(2026, 9, 19, 4, 20, 20, 628));
  });

  it('comes back from its text', () => {
    const next = first.successor(NEXT)!;
    const again = KeyPair.parse(next.toText())!;
    expect(again).toEqual(next);
    expect([again.userId, again.authKey, again.refreshAuthKey, again.signedInAt]).toEqual([
      'u-1',
      'bgk_2',
      'bgr_2',
      1_000,
    ]);
  });

  it.each(['', 'null', '[]', '1', '"x"', '{', '{}', first.toText().replace('bgr_1', ''), JSON.stringify(DATA)])(
    'reads nothing from %j',
    (text) => {
      expect(KeyPair.parse(text)).toBeNull();
    },
  );

  it.each([null, undefined, 'x', {}, { ...DATA, authKey: 1 }, { ...DATA, refreshAuthKey: undefined }])(
    'takes no answer for a pair that is none: %j',
    (data) => {
      expect([KeyPair.ofSignIn(data, 1), first.successor(data)]).toEqual([null, null]);
    },
  );

  it('is newer by its session, then by its refreshes', () => {
    const next = first.successor(NEXT)!;
    const later = KeyPair.ofSignIn(DATA, 1_001)!;
    expect([next.isNewerThan(first), first.isNewerThan(next), first.isNewerThan(first)]).toEqual([true, false, false]);
    expect([later.isNewerThan(next), next.isNewerThan(later)]).toEqual([true, false]);
    expect([next.isOfSession(first), later.isOfSession(first)]).toEqual([true, false]);
    expect([first.isSame(first), first.isSame(next), first.isSame(null)]).toEqual([true, false, false]);
  });
});
