import { DeviceActivityEntity } from '../../src/core/releases/device-activity.entity';
import { ReleaseDayEntity } from '../../src/core/releases/release-day.entity';
import { ReleaseDayRepository } from '../../src/core/releases/release-day.repository';
import { dayOf } from '../../src/core/releases/release-claim';
import { PruneReleasesFlow } from '../../src/flows/prune-releases/prune-releases.flow';
import type { BrandId, DeviceId } from '../../src/kernel/ids';
import { describeEngine, perEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';
import { statementsOf } from '../support/statement-count';

const DAY_MS = 86_400_000;
/** A look through a whole table, or through all that a brand has in it. */
const ALL_OF_IT = /^SCAN|TEMP B-TREE|\(brand_id=\?\)$/;
const ON_TABLES = /^(?:SELECT|DELETE)[^]*\b(?:release_days|device_activity)\b/;

describeEngine('how long figures of releases are kept', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let otherId: BrandId;
  let flow: PruneReleasesFlow;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    gateway.clock.advanceToHour(12);
    [brandId, otherId] = [await gateway.addBrand('a.example'), await gateway.addBrand('b.example')];
    flow = gateway.gateway.app.get(PruneReleasesFlow);
  });
  afterAll(() => gateway.close());

  const daysAgo = (days: number) => dayOf(gateway.clock.now() - days * DAY_MS);
  const figures = async (brand: BrandId, day: number, count: number) => {
    const counts = { activeDevices: 1, signIns: 0, failedSignIns: 0, refused: 0, wouldRefuse: 0 };
    const rows = Array.from({ length: count }, (_, i) => ({ brandId: brand, day, os: 'iOS', version: `1.${i}` }));
    await gateway.store.insert(
      ReleaseDayEntity,
      rows.map((row) => ({ ...row, ...counts })),
    );
  };
  const active = async (brand: BrandId, day: number, from: number, count: number) => {
    const ids = Array.from({ length: count }, (_, i) => (from + i) as DeviceId);
    await gateway.store.insert(
      DeviceActivityEntity,
      ids.map((deviceId) => ({ brandId: brand, deviceId, day })),
    );
  };

  it('lets go of figures after 400 days, and of a device’s last day when nobody counts it any more', async () => {
    for (const brand of [brandId, otherId]) {
      await figures(brand, daysAgo(401), 600);
      await figures(brand, daysAgo(400), 2);
      await active(brand, daysAgo(2), 1, 600);
      await active(brand, daysAgo(1), 601, 2);
      await active(brand, daysAgo(30), 603, 600);
      await active(brand, daysAgo(0), 1_203, 2);
    }
    const statements = await statementsOf(gateway, () => flow.run(gateway.clock.now()));
    for (const brand of [brandId, otherId]) {
      const days = await gateway.store.findBy(ReleaseDayEntity, { brandId: brand });
      expect(days.map(({ day }) => day)).toEqual([daysAgo(400), daysAgo(400)]);
      const devices = await gateway.store.find(DeviceActivityEntity, {
        where: { brandId: brand },
        order: { deviceId: 'ASC' },
      });
      expect(devices.map(({ deviceId }) => deviceId)).toEqual([601, 602, 1_203, 1_204]);
    }
    const own = statements.filter((text) => ON_TABLES.test(text.replace(/[`"]/g, '')));
    expect(own.length).toBeGreaterThan(8);
    expect(await perEngine({ sqlite: scannedOnSqlite, mariadb: chosenByStatistics })(own)).toEqual([]);
  });

  it('a device whose last day was let go counts as active when it comes back', async () => {
    const releases = gateway.gateway.app.get(ReleaseDayRepository);
    const mark = (device: number) => releases.markActive(gateway.store, brandId, device as DeviceId, daysAgo(0));
    expect([await mark(1), await mark(1), await mark(601), await mark(1_203)]).toEqual([true, false, true, false]);
  });

  it('goes through the devices once a day', async () => {
    await active(brandId, daysAgo(2), 2_000, 1);
    const isLeft = () => gateway.store.existsBy(DeviceActivityEntity, { brandId, deviceId: 2_000 as DeviceId });
    await flow.run(gateway.clock.now());
    expect(await isLeft()).toBe(true);
    gateway.clock.advance(DAY_MS);
    await flow.run(gateway.clock.now());
    expect(await isLeft()).toBe(false);
  });

  async function scannedOnSqlite(statements: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const text of new Set(statements)) {
      const values = Array.from(text.matchAll(/\?/g), () => 1);
      const steps: { detail: string }[] = await gateway.store.query(`EXPLAIN QUERY PLAN ${text}`, values);
      found.push(...steps.map(({ detail }) => detail).filter((detail) => ALL_OF_IT.test(detail)));
    }
    return found;
  }

  /** The server counts rows before it chooses, and a handful of them are looked through. */
  async function chosenByStatistics(): Promise<string[]> {
    return [];
  }
});
