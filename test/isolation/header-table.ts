import { newKey } from '../../src/kernel/secrets/key-text';
import { placeOfMembers, withMember } from './case-request';
import type { Asked } from './line';
import { shown } from './told';
import type { Trial } from './trial';

/** A text that is not there, of this brand, of the other one, or none at all. */
interface Choices {
  readonly absent: null;
  readonly own: string;
  readonly foreign: string;
  readonly invalid: string;
}

type Choice = keyof Choices;

const CHOICES: readonly Choice[] = ['absent', 'own', 'foreign', 'invalid'];

/**
 * Headers name the caller, members the target: neither is ever taken for the other (SEC-TEN-04, JFW-CAL-01). Every
 * choice in the header meets every choice in the member. What both name rightly is a request like any other, and is
 * tried as such; a member that may not be named is tried with the ids it is about.
 */
export async function crossHeaders(trial: Trial): Promise<void> {
  const { world, requirement } = trial;
  const { a, b } = world.brands;
  const own = await world.admins.a.get('authKey');
  const foreign = world.foreignKeys['live'] ?? '';
  const brands: Choices = { absent: null, own: a.domain, foreign: b.domain, invalid: 'a_b' };
  const keys: Choices = { absent: null, own, foreign, invalid: newKey('auth') };
  for (const header of CHOICES) {
    for (const member of CHOICES) {
      await expectRefusal(trial, brandRefusal(trial, header, member), {
        headers: { 'Brand-URL': brands[header], 'Auth-Key': own },
        member: { name: 'brandUrl', text: brands[member] },
        what: `Brand-URL ${header}, brandUrl ${member}`,
      });
      if (requirement.level !== 'user') continue;
      await expectRefusal(trial, keyRefusal(header), {
        headers: { 'Brand-URL': a.domain, 'Auth-Key': keys[header] },
        member: { name: 'authKey', text: keys[member] },
        what: `Auth-Key ${header}, authKey ${member}`,
      });
    }
  }
}

/** Null where the table says nothing: there the request goes on. */
function brandRefusal({ requirement }: Trial, header: Choice, member: Choice): string | null {
  if (header === 'invalid') return 'BrandUrlInvalid';
  if (header === 'foreign') return requirement.level === 'user' ? 'AuthKeyInvalid' : null;
  if (header === 'own') return null;
  if (requirement.brandFromOrigin === true) return 'BrandNotFound';
  return member === 'invalid' ? 'BrandUrlInvalid' : 'BrandUrlRequired';
}

function keyRefusal(header: Choice): string | null {
  if (header === 'own') return null;
  return header === 'absent' ? 'AuthKeyRequired' : 'AuthKeyInvalid';
}

interface Cell {
  readonly headers: Readonly<Record<string, string | null>>;
  readonly member: { readonly name: string; readonly text: string | null };
  readonly what: string;
}

async function expectRefusal(trial: Trial, code: string | null, { headers, member, what }: Cell): Promise<void> {
  if (code === null) return;
  const place = placeOfMembers(trial.route.method);
  const { name, text } = member;
  const change = (asked: Asked) => (text === null ? asked : withMember(asked, name, text, place));
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  const caller = { name: what, headers: Object.fromEntries(present) };
  const answer = await trial.ask({ caller, texts: trial.request.missing(), change });
  if (!answer.text.includes(`"code":"${code}"`)) trial.fault(what, `is not ${code}`, shown(answer));
}
