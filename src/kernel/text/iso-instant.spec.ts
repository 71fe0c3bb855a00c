import { parseIsoInstant } from './iso-instant';

describe('parseIsoInstant', () => {
  it.each([
    ['2030-01-31T23:59:59Z', '2030-01-31T23:59:59.000Z'],
    ['2030-01-31T23:59Z', '2030-01-31T23:59:00.000Z'],
    ['2030-01-31T23:59:59.5+07:00', '2030-01-31T16:59:59.500Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseIsoInstant(text)).toBe(Date.parse(instant));
  });

  it.each(['2030-02-31T00:00:00Z', '2030-13-01T00:00:00Z', '2030-01-31', '2030-01-31T00:00:00', '1', 'yesterday', ''])(
    '%j is none',
    (text) => {
      expect(parseIsoInstant(text)).toBeNull();
    },
  );
});
