import { crossBrandUrl } from './brand-url-crossing';
import { control } from './control';
import { crossHeaders } from './header-table';
import { crossIds } from './id-crossing';
import { crossKeys } from './key-crossing';
import type { LiveRoute } from './live-routes';
import type { RouteCase } from './route-case';
import { type Canaries, Trial } from './trial';
import type { World } from './world';

/** Texts of each brand that the other must not see. */
export async function canariesOf(world: World): Promise<Canaries> {
  const [a, b] = [await world.rows(world.brands.a), await world.rows(world.brands.b)];
  const { uid, code, domain } = world.brands.b;
  const seen = [...b.textsNotIn(a), ...Object.values(world.foreignKeys)];
  return { a: a.textsNotIn(b), b: seen, outside: [uid, code, domain] };
}

/** Takes one case through everything; the trial then holds what was wrong. */
export async function examine(world: World, canaries: Canaries, route: LiveRoute, parts: RouteCase): Promise<Trial> {
  const { a } = world.brands;
  // A new minute: counters by address begin anew.
  world.gateway.clock.advance(61_000);
  if (parts.settings) await world.settings(a, parts.settings);
  const trial = new Trial(world, route, parts, await world.somebody(a), await world.somebody(a), canaries);
  await trial.guardRows();
  await crossIds(trial);
  await crossKeys(trial);
  if (trial.isNative) {
    await crossBrandUrl(trial);
    await crossHeaders(trial);
  }
  await control(trial);
  if (parts.settings) await world.settings(a, {});
  return trial;
}
