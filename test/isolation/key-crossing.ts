import { newKey } from '../../src/kernel/secrets/key-text';
import { placeOfMembers, type Texts, withMember } from './case-request';
import { shown } from './told';
import type { Attempt, Trial } from './trial';

/**
 * A credential under another brand than its own is one that never was (JFW-KEY-06, SEC-TEN-03): keys of the other brand
 * here, everything of this brand there, and both of them at a host of the other.
 */
export async function crossKeys(trial: Trial): Promise<void> {
  const { requirement, request } = trial;
  const makesThings = request.positions.some(({ slot }) => slot.isNew);
  if (requirement.level !== 'brand') await crossForeignKeys(trial);
  // What a stranger may make in the other brand, anybody may: that is no crossing.
  const mayAct = requirement.level !== 'user' && (makesThings || requirement.level === 'optional');
  if (!mayAct && trial.parts.tells?.foreign === undefined) await crossOwnThings(trial);
  if (requirement.level === 'user') await crossKeyInBody(trial);
  await crossHost(trial);
  await trial.expectNoChange('credentials under the wrong brand', true);
}

/** Keys of the other brand, whatever became of them, under this one. */
async function crossForeignKeys(trial: Trial): Promise<void> {
  const { world, other } = trial;
  const headers = { ...brandOf(trial, 'a'), ...world.residents.b.device };
  for (const [whose, person] of Object.entries({ own: other, foreign: world.residents.b })) {
    const filledBy = async (name: string, authKey: string): Promise<Attempt> => ({
      caller: { name, headers: { ...headers, 'Auth-Key': authKey } },
      texts: await trial.textsOf(person),
    });
    const unknown = await filledBy('the holder of no key', newKey('auth'));
    const expected = await trial.ask(unknown);
    for (const [state, key] of Object.entries(world.foreignKeys)) {
      const attempt = await filledBy(`the holder of a foreign key (${state})`, key);
      const answer = await trial.ask(attempt);
      if (trial.isAlike(attempt, answer, unknown, expected)) continue;
      const lines = [shown(answer), 'with a key that never was it is answered', shown(expected)];
      trial.fault(`${whose} ids, as ${attempt.caller.name}`, ...lines);
    }
  }
}

/** Everything of this brand under the other one's name. */
async function crossOwnThings(trial: Trial): Promise<void> {
  const { world, self, requirement, request } = trial;
  const headers = { ...brandOf(trial, 'b'), ...self.device };
  const own = await trial.textsOf(self);
  if (requirement.level === 'brand') {
    if (request.positions.length === 0) return;
    const nobody = { name: 'somebody of another brand', headers };
    await trial.equal('own things', { caller: nobody, texts: own }, 'things that never were', {
      caller: nobody,
      texts: request.missing(),
    });
    return;
  }
  for (const person of [self, world.admins.a]) {
    for (const texts of [own, await trial.textsOf(world.residents.b)]) {
      const filledBy = (authKey: string): Attempt => ({
        caller: { name: `${person.mark} under another brand`, headers: { ...headers, 'Auth-Key': authKey } },
        texts,
      });
      await trial.equal(
        'a key',
        filledBy(await person.get('authKey')),
        'a key that never was',
        filledBy(newKey('auth')),
      );
    }
  }
}

/** A brand that reads credentials in bodies reads no other brand's (JFW-CAL-08). */
async function crossKeyInBody(trial: Trial): Promise<void> {
  const { world, request, route } = trial;
  const place = placeOfMembers(route.method);
  const texts = request.missing();
  const filledBy = (authKey: string): Attempt => ({
    caller: { name: 'a caller named in the body', headers: {} },
    texts,
    change: (asked) =>
      withMember(withMember(asked, 'brandUrl', world.brands.legacy.domain, place), 'authKey', authKey, place),
  });
  for (const key of [world.foreignKeys['live'] ?? '', await world.admins.a.get('authKey')]) {
    await trial.equal('a foreign key in the body', filledBy(key), 'a key that never was', filledBy(newKey('auth')));
  }
}

/** The host of the other brand with this one's name fails closed (JFW-BRD-05). */
async function crossHost(trial: Trial): Promise<void> {
  const { world, request } = trial;
  const headers = {
    ...brandOf(trial, 'a'),
    ...{ 'Auth-Key': await world.admins.a.get('authKey'), Host: world.brands.b.domain },
  };
  const texts: Texts = request.missing();
  const answer = await trial.ask({ caller: { name: 'an Admin at the host of another brand', headers }, texts });
  const refusal = trial.isNative ? '"code":"BrandConflict"' : 'The request names more than one brand.';
  if (!answer.text.includes(refusal)) trial.fault('the host of another brand', shown(answer));
}

function brandOf({ world }: Trial, brand: 'a' | 'b') {
  return { 'Brand-URL': world.brands[brand].domain };
}
