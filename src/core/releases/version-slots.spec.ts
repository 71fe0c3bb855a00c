import { VersionSlots } from './version-slots';

const invented = (count: number, mark = 'x') => Array.from({ length: count }, (_, i) => `${mark}.${i}`);

describe('VersionSlots', () => {
  let slots: VersionSlots;
  beforeEach(() => {
    slots = new VersionSlots();
  });

  it('what strangers invent takes no place from what signed-in users run', () => {
    for (const version of invented(1_000)) slots.nameOf(version, false);
    const run = invented(200, 'v');
    expect(run.map((version) => slots.nameOf(version, true))).toEqual(run);
    expect([slots.nameOf('v.200', true), slots.nameOf('v.200', false)]).toEqual(['other', 'other']);
  });

  it('tells fifty apart of which only strangers speak, such as a retired one', () => {
    const named = new Set(invented(80).map((version) => slots.nameOf(version, false)));
    expect([named.size, named.has('x.49'), named.has('x.50'), named.has('other')]).toEqual([51, true, false, true]);
    expect(slots.nameOf('x.49', false)).toBe('x.49');
  });

  it('a version that a signed-in user names is told apart from then on, and gives its place back', () => {
    for (const version of invented(50)) slots.nameOf(version, false);
    expect(slots.nameOf('2.0', false)).toBe('other');
    expect([slots.nameOf('2.0', true), slots.nameOf('2.0', false)]).toEqual(['2.0', '2.0']);
    expect([slots.nameOf('x.0', true), slots.nameOf('2.1', false), slots.nameOf('2.2', false)]).toEqual([
      'x.0',
      '2.1',
      'other',
    ]);
  });

  it('no version is no version', () => {
    for (const version of invented(300)) slots.nameOf(version, true);
    expect([slots.nameOf('', true), slots.nameOf('', false)]).toEqual(['', '']);
  });
});
