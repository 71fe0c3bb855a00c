import type { Belongings } from './belongings';
import { naming, placeOfMembers, type Texts } from './case-request';
import type { Answer, Asked } from './line';
import { shown } from './told';
import type { Trial } from './trial';
import type { WallCaller } from './world';

/**
 * `brandUrl` names the target and gives no right: whoever may not cross is told so alike whatever the ids are (JFW-CAL-03,
 * -04, -07), upwards and sideways.
 */
export async function crossBrandUrl(trial: Trial): Promise<void> {
  const { world, self } = trial;
  const nobody = { name: 'nobody', headers: { 'Brand-URL': world.brands.a.domain }, person: null };
  for (const caller of [nobody, await world.caller('a user', self), await world.caller('an Admin', world.admins.a)]) {
    await refused(trial, caller, world.residents.b);
    await named(trial, caller);
  }
  const below = await world.caller("a child brand's Admin", world.admins.workshop);
  await refused(trial, below, world.residents.a);
  await refused(trial, { ...below, name: "a sibling's Admin" }, world.residents.child);
  await trial.expectNoChange('brandUrl of a brand one may not act in', true);
}

interface Caller extends WallCaller {
  readonly person: Belongings | null;
}

/** `AccessDenied` where the path names the brand: the permission is asked for first (JFW-ADM-06). */
const REFUSALS = ['AuthKeyRequired', 'BrandCrossNotAllowed', 'RequestInvalid'];

/** @param there somebody of the brand named */
async function refused(trial: Trial, caller: Caller, there: Belongings): Promise<void> {
  const { route, brandAt, requirement } = trial;
  const { domain } = there.brand;
  if (brandAt !== null && requirement.level !== 'user') return lookedAt(trial, caller, there);
  const codes = brandAt === null ? REFUSALS : [...REFUSALS, 'AccessDenied'];
  const ask = (texts: Texts, where: 'body' | 'query'): Promise<Answer> =>
    trial.ask({ caller, texts, change: (asked) => naming(asked, domain, where) });
  const place = placeOfMembers(route.method);
  const theirs = await trial.textsOf(there, caller.person ?? there);
  const missing = await trial.missingBut(there, caller.person);
  const [found, none] = [await ask(theirs, place), await ask(missing, place)];
  // A DELETE may have its members in a body as well.
  const other = route.method === 'GET' ? null : await ask(theirs, place === 'body' ? 'query' : 'body');
  const what = `brandUrl ${domain}, as ${caller.name}`;
  for (const answer of [found, none, other]) {
    if (answer === null) continue;
    const isRefusal = codes.some((code) => answer.text.includes(`"code":"${code}"`));
    if (!isRefusal) trial.fault(what, 'is not refused as it has to be', shown(answer));
    const isAlike = trial.isAlike({ caller, texts: theirs }, answer, { caller, texts: missing }, none);
    if (!isAlike) trial.fault(what, 'tells what there is', shown(answer), 'for ids that never were', shown(none));
  }
}

/** A name that is none, and one that nobody has, are told as such. */
async function named(trial: Trial, caller: Caller): Promise<void> {
  const place = placeOfMembers(trial.route.method);
  for (const [brandUrl, code] of [
    ['a_b', 'BrandUrlInvalid'],
    ['nobody.wall.example', 'BrandNotFound'],
  ] as const) {
    const texts = await trial.missingBut(trial.other, caller.person);
    const answer = await trial.ask({ caller, texts, change: (asked) => naming(asked, brandUrl, place) });
    const isTold = [code, 'AuthKeyRequired', ...(trial.brandAt === null ? [] : ['AccessDenied'])].some((told) =>
      answer.text.includes(`"code":"${told}"`),
    );
    if (!isTold) trial.fault(`brandUrl ${brandUrl}, as ${caller.name}`, shown(answer));
  }
}

/** A brand that anybody may look at from outside looks alike to all who may not come in (JFW-ADM-09). */
async function lookedAt(trial: Trial, caller: Caller, there: Belongings): Promise<void> {
  const { world, route } = trial;
  const change = (asked: Asked) => naming(asked, there.brand.domain, placeOfMembers(route.method));
  const texts = await trial.textsOf(there);
  const stranger = { name: 'nobody', headers: { 'Brand-URL': world.brands.legacy.domain } };
  await trial.equal('another brand by its id', { caller, texts, change }, 'to nobody it', {
    caller: stranger,
    texts,
    change,
  });
}
