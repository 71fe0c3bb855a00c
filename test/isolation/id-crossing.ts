import type { Belongings } from './belongings';
import { UNDYING } from './burial';
import { type Position, spelledOtherwise } from './case-request';
import { ID_KINDS, PERSONAL } from './id-kind';
import type { Variant } from './route-case';
import { shown } from './told';
import type { Attempt, Trial } from './trial';
import type { WallCaller } from './world';

interface Asker extends WallCaller {
  /** Whose things they may ask about. */
  readonly own: Belongings;
  readonly isUser: boolean;
  /** Is told what they may not do only when it is known where. */
  readonly isAdmin: boolean;
}

/**
 * Every id of the request is replaced by one of another brand, a deleted one, one of no shape and, for a user, another
 * user's; each is answered like an id that never was, and nobody's rows change.
 */
export async function crossIds(trial: Trial): Promise<void> {
  const { positions } = trial.request;
  if (positions.length === 0) return;
  const sets = [...positions.map((position) => [position]), ...(positions.length > 1 ? [positions] : [])];
  const askers = await askersOf(trial);
  const plans = new Map<Asker, Plan[]>();
  for (const asker of askers) {
    const own: Plan[] = [];
    for (const set of sets) own.push(await planOf(trial, asker, set));
    plans.set(asker, own);
  }
  // What the plans needed of the other brands is made by now.
  await trial.guardRows();
  for (const asker of askers) {
    await cross(trial, asker, plans.get(asker) ?? []);
    await trial.expectNoChange(`ids of others, as ${asker.name}`, asker.isUser);
  }
}

async function cross(trial: Trial, asker: Asker, plans: readonly Plan[]): Promise<void> {
  const { brandAt, requirement } = trial;
  for (const plan of plans) await crossPositions(trial, asker, plan);
  if (asker.isAdmin && brandAt !== null && requirement.level === 'user') await crossIntoPath(trial, asker);
  await crossSpellings(trial, asker);
}

async function askersOf({ world, requirement, isSelf, self, other }: Trial): Promise<Asker[]> {
  const headers = { 'Brand-URL': world.brands.a.domain };
  const nobody = { name: 'nobody', headers, own: other, isUser: false, isAdmin: false };
  if (requirement.level === 'brand') return [nobody];
  const admin = world.admins.a;
  return [
    nobody,
    { ...(await world.caller('a user', self)), own: self, isUser: true, isAdmin: false },
    { ...(await world.caller('an Admin', admin)), own: isSelf ? admin : other, isUser: false, isAdmin: true },
  ];
}

type TextOf = (position: Position) => string;

/** What is put into some of the positions; the others hold what is the caller's to ask about. */
interface Plan {
  readonly positions: readonly Position[];
  readonly variants: readonly (readonly [Variant, TextOf])[];
}

async function crossPositions(trial: Trial, asker: Asker, { positions, variants }: Plan): Promise<void> {
  const rest = await trial.textsOf(asker.own);
  const where = positions.map(({ at, slot }) => `${slot.kind} at ${at}`).join(', ');
  const filledBy = (textOf: TextOf): Attempt => {
    const texts = new Map(rest);
    for (const { at, slot } of trial.request.positions) if (slot.isNew) texts.set(at, ID_KINDS[slot.kind].missing());
    for (const position of positions) texts.set(position.at, textOf(position));
    return { caller: asker, texts };
  };
  const missing = filledBy(missingOf);
  const expected = await trial.ask(missing);
  for (const [variant, textOf] of variants) {
    const attempt = filledBy(textOf);
    const answer = await trial.ask(attempt);
    if (trial.parts.tells?.[variant] !== undefined) continue;
    if (trial.isAlike(attempt, answer, missing, expected)) continue;
    const lines = [shown(answer), 'one that never was is answered', shown(expected)];
    trial.fault(`${variant} ${where}, as ${asker.name}`, ...lines);
  }
}

const missingOf: TextOf = ({ slot }) => ID_KINDS[slot.kind].missing();

/** A brand in the path is one to cross into: which brands there are is no secret, what is in them is (JFW-CAL-09). */
async function crossIntoPath(trial: Trial, asker: Asker): Promise<void> {
  const { world, brandAt } = trial;
  const into = world.residents.b;
  const attempt: Attempt = { caller: asker, texts: await trial.textsOf(into) };
  const none: Attempt = { caller: asker, texts: await trial.missingBut(into, null) };
  const answer = await trial.ask(attempt);
  const what = `foreign ids and a foreign brand at ${brandAt ?? ''}, as ${asker.name}`;
  if (!answer.text.includes('"code":"BrandCrossNotAllowed"')) trial.fault(what, 'is not refused', shown(answer));
  await trial.equal(what, attempt, 'with ids that never were it', none);
}

async function planOf(
  { world, requirement, brandAt }: Trial,
  asker: Asker,
  positions: readonly Position[],
): Promise<Plan> {
  const { residents, deleted } = world;
  const from = async (variant: Variant, person: Belongings): Promise<readonly [Variant, TextOf]> => {
    const texts = new Map<string, string>();
    for (const { at, slot } of positions) texts.set(at, await person.get(slot.kind));
    return [variant, ({ at }) => texts.get(at) ?? ''];
  };
  // A name that is taken elsewhere: once it is used it is taken here as well, so that each serves once.
  if (positions.some(({ slot }) => slot.isNew)) {
    return { positions, variants: [await from('foreign', await world.somebody(world.brands.b))] };
  }
  const kinds = positions.map(({ slot }) => slot.kind);
  const isBrand = asker.isAdmin && requirement.level === 'user' && positions.some(({ at }) => at === brandAt);
  const variants = isBrand ? [] : [await from('foreign', residents.b), await from("child brand's", residents.child)];
  const canDie = kinds.every((kind) => !UNDYING.includes(kind));
  if (canDie) variants.push(await from('foreign, deleted', deleted.b), await from('deleted', deleted.a));
  const isShaped = kinds.every((kind) => ID_KINDS[kind].malformed !== null);
  const malformedOf: TextOf = ({ slot }) => ID_KINDS[slot.kind].malformed ?? '';
  if (isShaped) variants.push(['malformed', malformedOf]);
  if (asker.isUser && kinds.some((kind) => PERSONAL.has(kind))) {
    variants.push(await from("another user's", residents.a));
  }
  // Who lacks the permission is told so before anything is looked up (JFW-ADM-06).
  if (asker.isUser && requirement.permission !== undefined) variants.push(await from('own', asker.own));
  return { positions, variants };
}

/** HEAD, and the path in other letters, are the same route. */
async function crossSpellings(trial: Trial, asker: Asker): Promise<void> {
  const { request, route, world } = trial;
  if (request.positions.some(({ slot }) => slot.isNew)) return;
  const texts = await trial.textsOf(world.residents.b);
  const attempt = { caller: asker, texts };
  // Where foreign ids are told from missing ones, the spelling makes no difference to that.
  const isTold = trial.parts.tells?.foreign !== undefined;
  const none = isTold ? texts : await trial.missingBut(world.residents.b, null);
  const missing: Attempt = { caller: asker, texts: none };
  const spelled = (asked: Parameters<typeof spelledOtherwise>[0]) => spelledOtherwise(asked, route.path);
  await trial.equal(
    'foreign ids in a path spelled otherwise',
    { ...attempt, change: spelled },
    'a missing one',
    missing,
  );
  if (route.method !== 'GET') return;
  const head = (a: Attempt): Attempt => ({ ...a, change: (asked) => ({ ...asked, method: 'HEAD' }) });
  await trial.equal('foreign ids in a HEAD', head(attempt), 'a missing one', head(missing));
}
