import { isDeepStrictEqual } from 'node:util';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { SEEDED_PERMISSIONS } from '../../src/core/roles/permission';
import type { Belongings } from './belongings';
import { naming, placeOfMembers, type Position, type Texts } from './case-request';
import { ID_KINDS } from './id-kind';
import type { Answer, Asked } from './line';
import { shown } from './told';
import type { Attempt, Trial } from './trial';
import type { PersonCalling, WallCaller } from './world';

/** How the request is answered with an id that never was in each position. */
type Missing = ReadonlyMap<Position, { readonly attempt: Attempt; readonly answer: Answer }>;

type Who = 'nobody' | 'user' | 'admin' | 'parent' | 'superAdmin';

/**
 * The same request with own ids succeeds, and tells more than with an id that never was: without this a case would prove
 * nothing. Who may cross succeeds in the child brand as well.
 */
export async function control(trial: Trial): Promise<void> {
  for (const who of succeeding(trial)) if (who !== 'parent') await succeed(trial, who);
  await crossAllowed(trial);
  await trial.expectNoChange('what succeeds in its own brand', false);
}

function succeeding({ parts, requirement: { level, permission, selfOr } }: Trial): readonly Who[] {
  if (parts.by) return parts.by;
  if (level !== 'user') return ['nobody'];
  if (selfOr !== undefined) return ['user', 'admin'];
  if (permission === undefined) return ['user'];
  return [SEEDED_PERMISSIONS.Admin.includes(permission) ? 'admin' : 'superAdmin'];
}

async function succeed(trial: Trial, who: Exclude<Who, 'parent'>): Promise<void> {
  const { world, self, other } = trial;
  const own = who === 'user' ? self : other;
  const caller = await callerOf(trial, who);
  await trial.parts.arrange?.(own);
  const attempt = { caller, texts: await trial.textsOf(own) };
  const missing = new Map<Position, { attempt: Attempt; answer: Answer }>();
  for (const position of trial.request.positions) {
    if (position.slot.isNew) continue;
    const texts: Texts = new Map([...attempt.texts, [position.at, ID_KINDS[position.slot.kind].missing()]]);
    missing.set(position, { attempt: { caller, texts }, answer: await trial.ask({ caller, texts }) });
  }
  const before = await trial.parts.leaves?.(own);
  const answer = await trial.ask(attempt);
  const expected = trial.parts.ok ?? 200;
  if (answer.status !== expected) {
    trial.fault(`own ids, as ${caller.name}`, `is no success (${expected} expected)`, shown(answer));
  }
  if (trial.parts.leaves) {
    const after = await trial.parts.leaves(own);
    if (isDeepStrictEqual(before, after)) trial.fault(`own ids, as ${caller.name}`, 'leaves nothing');
  } else {
    requireDifference(trial, attempt, answer, missing);
  }
  await world.gateway.flush();
}

/** Each of the own ids is told from one that never was. */
function requireDifference(trial: Trial, attempt: Attempt, answer: Answer, missing: Missing): void {
  for (const [{ at }, none] of missing) {
    if (!trial.isAlike(attempt, answer, none.attempt, none.answer)) continue;
    const what = `own ids, as ${attempt.caller.name}`;
    trial.fault(what, `makes no difference at ${at}: the case proves nothing there`, shown(answer));
  }
}

async function callerOf({ world, self }: Trial, who: Exclude<Who, 'parent'>): Promise<WallCaller> {
  if (who === 'nobody') return { name: 'nobody', headers: { 'Brand-URL': world.brands.a.domain } };
  if (who === 'user') return world.caller('a user', self);
  const { a, platform } = world.admins;
  return who === 'admin' ? world.caller('an Admin', a) : world.caller('a SuperAdmin', platform);
}

/** Into a child brand, by `brandUrl` alone, for its parent's Admin and a SuperAdmin (JFW-CAL-04). */
async function crossAllowed(trial: Trial): Promise<void> {
  const { world, requirement, isSelf } = trial;
  if (requirement.level === 'brand') return;
  const mayCross = !isSelf || requirement.mayCross === true;
  const parent = await world.caller("a parent brand's Admin", world.admins.a);
  const successes = succeeding(trial);
  const isTold = trial.parts.by === undefined || successes.includes('admin') || successes.includes('parent');
  const isAdmins = requirement.permission === undefined || SEEDED_PERMISSIONS.Admin.includes(requirement.permission);
  // Who may cross may still be refused there for something else: then it is no control.
  if (isTold) await cross(trial, parent, await world.somebody(world.brands.workshop), mayCross && isAdmins);
  const superAdmin = await world.caller('a SuperAdmin', world.admins.platform);
  await cross(trial, superAdmin, await world.somebody(world.brands.workshop), mayCross);
}

async function cross(trial: Trial, caller: PersonCalling, there: Belongings, mayCross: boolean): Promise<void> {
  const { domain } = there.brand;
  await trial.parts.arrange?.(there);
  const before = await crossingsInto(trial, there);
  const place = placeOfMembers(trial.route.method);
  const texts = await trial.textsOf(there, caller.person);
  // Where the path names the brand it is enough (JFW-CAL-09).
  const change = (asked: Asked) => (trial.brandAt === null ? naming(asked, domain, place) : asked);
  const answer = await trial.ask({ caller, texts, change });
  const what = `the child brand's things by brandUrl, as ${caller.name}`;
  const isExpected = mayCross
    ? answer.status === (trial.parts.ok ?? 200)
    : answer.status === 400 || answer.status === 403;
  if (!isExpected) trial.fault(what, mayCross ? 'is no success' : 'is not refused', shown(answer));
  const due = before + (mayCross ? 1 : 0);
  const noted = await crossingsInto(trial, there, due);
  if (noted !== due) trial.fault(what, `is ${noted - before} times in the trail of the brand`);
}

const PATIENCE_MS = 2_000;

/** Lines in the trail of a brand that say somebody crossed into it; those under way are waited for. */
async function crossingsInto({ world }: Trial, there: Belongings, due = 0): Promise<number> {
  const { store } = world.gateway;
  for (const started = performance.now(); ; await new Promise((resolve) => setTimeout(resolve, 10))) {
    await world.gateway.flush();
    const count = await store.countBy(AuditEventEntity, { event: 'brand.crossed', brandId: there.brand.id });
    if (count >= due || performance.now() - started > PATIENCE_MS) return count;
  }
}
