import { isDeepStrictEqual } from 'node:util';
import { BrandgateError, type FieldFault, invalidField } from '../../../kernel/errors/brandgate-error';
import { readSetting } from '../../../kernel/settings/setting';
import type { BrandSettings } from '../brand-settings';
import { SETTING_MEMBERS, type SettingMember, storedForm, valueOf, withValues } from './setting-members';
import { SETTING_RULES } from './setting-rules';

/** Members by name, as a request gives them; those of a group in an object. */
export type GivenSettings = Readonly<Record<string, unknown>>;

export interface SettingChange {
  readonly member: SettingMember;
  readonly from: unknown;
  readonly to: unknown;
}

/** Who changes settings. */
export interface SettingAuthor {
  /** May change every setting (JFW-SET-02). */
  readonly isOperator: boolean;
  readonly acceptedRisks?: readonly string[];
}

/** Old and new value of a member are kept together in one line of the trail, which holds 64 KiB. */
const MEMBER_BYTES = 16_000;
/** All of them are kept in one column, which does too. */
const TOTAL_BYTES = 60_000;

/**
 * Settings as they will be, with what changed. Unknown members are ignored; `null` clears where null is a value and is
 * nothing elsewhere (JFW-FMT-04). Whoever sends back what they read changes nothing and needs no right to.
 * @param by.acceptedRisks names of settings that may take a value which is a risk (SEC-RST-06)
 * @throws BrandgateError access.denied, request.invalid
 */
export function changeSettings(
  current: BrandSettings,
  given: GivenSettings,
  { isOperator, acceptedRisks = [] }: SettingAuthor,
): { readonly settings: BrandSettings; readonly changes: readonly SettingChange[] } {
  const named = membersIn(given);
  if (!isOperator) requireOwnMembers(current, named);
  const values = read(named);
  const settings = withValues(current, values);
  const changes = [...values]
    .map(([member, to]) => ({ member, from: valueOf(current, member), to }))
    .filter(({ from, to }) => !isDeepStrictEqual(from, to));
  requireAcceptedRisks(changes, acceptedRisks);
  requireRules(settings, changes);
  requireRoom(settings, changes);
  return { settings, changes };
}

type Named = ReadonlyMap<SettingMember, unknown>;

function membersIn(given: GivenSettings): Named {
  const named = new Map<SettingMember, unknown>();
  for (const member of SETTING_MEMBERS) {
    const holder = member.group === null ? given : given[member.group];
    if (holder === undefined || holder === null) continue;
    if (typeof holder !== 'object' || Array.isArray(holder)) {
      throw invalidField(member.group ?? '', `${member.group} must be an object.`);
    }
    const value = (holder as GivenSettings)[member.key];
    const isNothing = value === null && !('value' in member.setting.type.read(null));
    if (value !== undefined && !isNothing) named.set(member, value);
  }
  return named;
}

function requireOwnMembers(current: BrandSettings, named: Named): void {
  for (const [member, value] of named) {
    const isChange = member.setting.isOperators === true && !isDeepStrictEqual(value, valueOf(current, member));
    const { name } = member;
    if (isChange) throw new BrandgateError('access.denied', { reason: 'setting-of-operators', facts: { name } });
  }
}

function read(named: Named): Map<SettingMember, unknown> {
  const values = new Map<SettingMember, unknown>();
  const fields: FieldFault[] = [];
  for (const [member, value] of named) {
    const reading = readSetting(member.name, member.setting, value);
    if ('value' in reading) values.set(member, reading.value);
    else fields.push(reading.fault);
  }
  if (fields.length > 0) throw new BrandgateError('request.invalid', { fields });
  return values;
}

/** A value that makes a break-in easier is never taken by the way. */
function requireAcceptedRisks(changes: readonly SettingChange[], accepted: readonly string[]): void {
  const fields = changes.flatMap(({ member: { name, setting }, to }) => {
    const { risk } = setting;
    if (risk === undefined || !isDeepStrictEqual(to, risk.value) || accepted.includes(name)) return [];
    const message = `With ${JSON.stringify(to)} ${risk.text}; acceptedRisks must name ${name} to confirm it.`;
    return [{ field: name, message }];
  });
  if (fields.length > 0) throw new BrandgateError('request.invalid', { fields });
}

/** Only what this change touches is judged: an older fault elsewhere does not stand in its way. */
function requireRules(settings: BrandSettings, changes: readonly SettingChange[]): void {
  const changed = new Set(changes.map(({ member }) => member.name));
  const fields = SETTING_RULES.flatMap(({ members, message, isKept }) => {
    const field = members.find((name) => changed.has(name));
    return field === undefined || isKept(settings) ? [] : [{ field, message }];
  });
  if (fields.length > 0) throw new BrandgateError('request.invalid', { fields });
}

function requireRoom(settings: BrandSettings, changes: readonly SettingChange[]): void {
  for (const { member, to } of changes) {
    if (bytesOf(to) > MEMBER_BYTES) throw invalidField(member.name, `${member.name} is too long.`);
  }
  const [first] = changes;
  const isFull = first !== undefined && bytesOf(storedForm(settings)) > TOTAL_BYTES;
  if (isFull) throw invalidField(first.member.name, 'The settings of the brand are too long altogether.');
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
