import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { RefusalEntity } from '../../src/core/refusals/refusal.entity';
import { describeEngine } from '../support/describe-engine';
import { CASES } from './cases/all-cases';
import { holesIn } from './coverage';
import { canariesOf, examine } from './examine';
import { type LiveRoute, liveRoutes } from './live-routes';
import type { RouteCase } from './route-case';
import { StatementLog } from './statement-log';
import type { Canaries } from './trial';
import { World } from './world';

const ALL = Object.entries(CASES).flatMap(([route, cases]) =>
  [cases].flat().map((one: RouteCase) => ({ name: one.as === undefined ? route : `${route} (${one.as})`, route, one })),
);

describeEngine('the wall between brands', () => {
  let world: World;
  let live: readonly LiveRoute[];
  let canaries: Canaries;
  let requests = 0;
  let statements: StatementLog;

  beforeAll(async () => {
    world = await World.build();
    live = liveRoutes(world.gateway.gateway.app);
    canaries = await canariesOf(world);
    statements = StatementLog.on(world.gateway.store);
  }, 60_000);
  afterAll(async () => {
    await world.close();
    process.stdout.write(`the wall: ${requests} requests\n`);
  });

  it('SEC-TEN-09: every way in has a case, and every case a way in', () => {
    expect(holesIn(live)).toEqual([]);
  });

  it('SEC-TEN-01: somebody of the other brand has a row in every table that knows brands', async () => {
    const rows = await world.rows(world.brands.b);
    expect(rows.tablesWithout(world.gateway.store)).toEqual([]);
    expect(canaries.b.length).toBeGreaterThan(100);
  });

  it.each(ALL)(
    'SEC-TEN-03, -04, -09: $name',
    async ({ route, one }) => {
      const way = live.find(({ name }) => name === route);
      if (!way) throw new Error(`${route} is no route`);
      const trial = await examine(world, canaries, way, one);
      requests += trial.size;
      if (trial.faults.length > 0) throw new Error(trial.faults.join('\n\n'));
    },
    60_000,
  );

  it('SEC-TEN-03: what is kept of refused and crossing requests names nothing of the brand on the other side', async () => {
    const { a, b } = world.brands;
    await world.gateway.flush();
    for (const [brand, texts] of [
      [a, canaries.b],
      [b, canaries.a],
    ] as const) {
      const records = JSON.stringify([
        await world.gateway.store.findBy(RefusalEntity, { brandId: brand.id }),
        await world.gateway.store.findBy(AuditEventEntity, { brandId: brand.id }),
      ]);
      // Names that callers made up of the other brand's code are theirs.
      expect(texts.filter((text) => text !== b.code && records.includes(text))).toEqual([]);
    }
    expect(await world.gateway.store.countBy(RefusalEntity, { brandId: b.id })).toBeGreaterThan(ALL.length);
  });

  it('SEC-TEN-01: every statement that all of it sent says whose rows it is about', () => {
    expect(statements.withoutBrand(world.gateway.store)).toEqual([]);
    expect(statements.size).toBeGreaterThan(50);
  });
});
