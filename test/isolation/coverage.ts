import { BESIDE_ROUTES, CASES, HOSTED_PAGES, NO_TENANT_DATA } from './cases/all-cases';
import type { LiveRoute } from './live-routes';

/** What keeps the wall from being whole; empty when every way in has its case and every case its way in. */
export function holesIn(live: readonly LiveRoute[]): string[] {
  const names = live.map(({ name }) => name);
  const gone = [...Object.keys(CASES), ...Object.keys(NO_TENANT_DATA), ...HOSTED_PAGES].filter(
    (name) => !names.includes(name),
  );
  return [
    ...live.filter(({ method }) => method !== '').flatMap(holeAt),
    ...gone.map((name) => `${name}: a case without a route`),
    ...besideRoutes(names.filter((name) => name.startsWith('use ') || name.startsWith('on '))),
  ];
}

/** `level: open` is a route outside the gate, which knows no brand; everything inside knows one. */
function holeAt({ name, requirement }: LiveRoute): string[] {
  const isGuarded = requirement !== null && requirement.level !== 'open';
  if (name in CASES && name in NO_TENANT_DATA) return [`${name}: a case, and classed as free of tenant data`];
  if (name in CASES || HOSTED_PAGES.includes(name))
    return isGuarded ? [] : [`${name}: a case, but the gate does not guard it`];
  if (name in NO_TENANT_DATA) return isGuarded ? [`${name}: classed as free of tenant data, but it knows a brand`] : [];
  return [`${name}: no case, and not classed as free of tenant data`];
}

function besideRoutes(names: readonly string[]): string[] {
  const count = (all: readonly string[], name: string) => all.filter((other) => other === name).length;
  return [...new Set([...names, ...BESIDE_ROUTES])]
    .filter((name) => count(names, name) !== count(BESIDE_ROUTES, name))
    .map((name) => `${name}: ${count(names, name)} times, ${count(BESIDE_ROUTES, name)} known`);
}
