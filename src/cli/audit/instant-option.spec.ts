import { instantOf } from './instant-option';

const NOW = Date.UTC(2026, 10, 26);

describe('instantOf', () => {
  it.each([
    ['2h', '2026-11-25T22:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T08:30Z', '2026-11-01T08:30:00.000Z'],
    ['2026-11-01T08:30:00+07:00', '2026-11-01T01:30:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(instantOf('--since', text, NOW)).toISOString()).toBe(instant);
  });

  it.each(['2026-02-31', '2026-02-31T00:00:00Z', '2026-13-01', '2026-11-01T08:30', 'yesterday', ''])(
    '%j is none',
    (text) => {
      expect(() => instantOf('--since', text, NOW)).toThrow('--since must be a time');
    },
  );
});
