import type { BrandId, DeviceId } from '../../kernel/ids';
import type { Database, Store } from '../../storage/database';
import type { ReleaseDayRepository, ReleaseFigures, ReleaseKey } from './release-day.repository';
import { ReleaseTally } from './release-tally';

const BRAND = 1 as BrandId;
const NOON = Date.parse('2026-03-01T12:00:00Z');
const DAY_MS = 86_400_000;

/** A tally, with what it writes: version, and the figure asked for. */
function tallied() {
  const written: (ReleaseKey & ReleaseFigures)[] = [];
  const database = { transaction: (work: (store: Store) => Promise<void>) => work({} as Store) };
  const repository = {
    markActive: () => Promise.resolve(true),
    add: (_: Store, key: ReleaseKey, figures: ReleaseFigures) =>
      Promise.resolve(void written.push({ ...key, ...figures })),
  };
  const tally = new ReleaseTally(database as Database, repository as Partial<ReleaseDayRepository> as never);
  const sumOf = async (figure: keyof ReleaseFigures) => {
    await tally.flush();
    return Object.fromEntries(written.filter((row) => row[figure] > 0).map((row) => [row.version, row[figure]]));
  };
  return { tally, sumOf };
}

const app = (version: string) => ({ os: 'iOS', version });

describe('ReleaseTally', () => {
  it.each(['refused', 'wouldRefuse', 'failedSignIns'] as const)(
    'versions that nobody signed in has named do not hide those in use: %s',
    async (figure) => {
      const { tally, sumOf } = tallied();
      for (let i = 0; i < 300; i += 1) tally.note(BRAND, app(`0.${i}`), figure, NOON);
      tally.note(BRAND, app('2.0'), 'signIns', NOON);
      tally.noteActive(BRAND, 7 as DeviceId, app('2.1'), NOON);
      tally.note(BRAND, app('2.0'), figure, NOON);
      expect([await sumOf('signIns'), await sumOf('activeDevices')]).toEqual([{ '2.0': 1 }, { '2.1': 1 }]);
      expect(await sumOf(figure)).toMatchObject({ '0.0': 1, '0.49': 1, '2.0': 1, other: 250 });
    },
  );

  it('begins anew with each day', async () => {
    const { tally, sumOf } = tallied();
    for (let i = 0; i < 60; i += 1) tally.note(BRAND, app(`0.${i}`), 'refused', NOON);
    tally.note(BRAND, app('1.0'), 'refused', NOON + DAY_MS);
    expect(await sumOf('refused')).toMatchObject({ '1.0': 1, other: 10 });
  });

  it('says of how many devices it lost count', () => {
    const { tally } = tallied();
    for (let device = 0; device < 200_003; device += 1) {
      tally.noteActive(BRAND, device as DeviceId, app('2.0'), NOON);
    }
    tally.noteActive(BRAND, 5 as DeviceId, app('2.0'), NOON);
    expect([tally.takeDropped(), tally.takeDropped()]).toEqual([3, 0]);
    tally.noteActive(BRAND, 200_002 as DeviceId, app('2.0'), NOON + DAY_MS);
    expect(tally.takeDropped()).toBe(0);
  });
});
