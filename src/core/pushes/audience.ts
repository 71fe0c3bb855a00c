import { BrandgateError, type FieldFault } from '../../kernel/errors/brandgate-error';
import { parseAppVersion } from '../../kernel/text/app-version';
import { INSTANT_FORM, parseIsoInstant } from '../../kernel/text/iso-instant';
import { normaliseOsName } from '../devices/os-name';

/** Which devices a message is for: those that everything said here is true of. */
export interface Audience {
  /** Every device; must be said where nothing else is. */
  readonly everybody?: boolean;
  /** Public ids; those that name nothing reach nobody. */
  readonly userIds?: readonly string[];
  readonly deviceIds?: readonly string[];
  readonly osDevice?: string;
  /** Both ends included; a version that does not parse is in no range (JFW-VER-05). */
  readonly versionFrom?: string;
  readonly versionTo?: string;
  /** Epoch ms of the last contact, both ends included. */
  readonly seenFrom?: number;
  readonly seenTo?: number;
  /** One of the comma-separated tags of the device or of the user's link with it. */
  readonly tag?: string;
}

const MAX_IDS = 500;
const MAX_TEXT = 64;

/** A reader says what a member is, or undefined when it is no such thing. */
interface Member {
  readonly expected: string;
  readonly read: (value: unknown) => unknown;
}

const IDS: Member = {
  expected: `a list of 1 to ${MAX_IDS} ids`,
  read: (value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_IDS) return undefined;
    return value.every((id) => textOf(id) !== undefined) ? value : undefined;
  },
};
const TEXT: Member = { expected: `a text of 1 to ${MAX_TEXT} characters`, read: textOf };
const VERSION: Member = {
  expected: 'a version such as 2.1.0',
  read: (value) => (typeof value === 'string' && parseAppVersion(value) !== null ? value : undefined),
};
const TIME: Member = {
  expected: INSTANT_FORM,
  read: (value) => (typeof value === 'string' ? (parseIsoInstant(value) ?? undefined) : undefined),
};

const MEMBERS: Readonly<Record<keyof Audience, Member>> = {
  everybody: { expected: 'true', read: (value) => (value === true ? true : undefined) },
  userIds: IDS,
  deviceIds: IDS,
  osDevice: { ...TEXT, read: (value) => textOf(value) && normaliseOsName(String(value).trim()) },
  versionFrom: VERSION,
  versionTo: VERSION,
  seenFrom: TIME,
  seenTo: TIME,
  tag: { ...TEXT, read: (value) => (typeof value === 'string' && value.includes(',') ? undefined : textOf(value)) },
};

/** @throws BrandgateError request.invalid that names the members at fault */
export function readAudience(given: unknown): Audience {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw refusal([EMPTY]);
  const fields: FieldFault[] = [];
  const audience: Record<string, unknown> = {};
  for (const [name, value] of inOrder(given)) {
    if (value !== null && value !== undefined) audience[name] = memberOf(name, value, fields);
  }
  if (fields.length > 0) throw refusal(fields);
  // Whoever means everybody says so, and nothing else: a forgotten member must not reach them all.
  const count = Object.keys(audience).length;
  if (count === 0) throw refusal([EMPTY]);
  if (audience['everybody'] === true && count > 1) throw refusal([MIXED]);
  return audience;
}

/** The same audience is always the same text: an idempotency key goes by it. */
function inOrder(given: object): readonly (readonly [string, unknown])[] {
  const order = Object.keys(MEMBERS);
  return Object.entries(given).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

function memberOf(name: string, value: unknown, fields: FieldFault[]): unknown {
  const field = `audience.${name}`;
  const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name as keyof Audience] : undefined;
  const read = member?.read(value);
  if (!member) fields.push({ field, message: `audience has ${Object.keys(MEMBERS).join(', ')} and nothing else.` });
  else if (read === undefined) fields.push({ field, message: `${field} must be ${member.expected}.` });
  return read;
}

const EMPTY: FieldFault = {
  field: 'audience',
  message: 'audience must say which devices are meant; all of them: {"everybody": true}.',
};
const MIXED: FieldFault = { field: 'audience.everybody', message: 'audience.everybody stands alone.' };

/** Whether it names one user or one device: then a stale token is tried, too (JFW-PSH-06). */
export function isSingle({ userIds, deviceIds }: Audience): boolean {
  return userIds?.length === 1 || deviceIds?.length === 1;
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.length > MAX_TEXT ? undefined : text;
}

function refusal(fields: readonly FieldFault[]): BrandgateError {
  return new BrandgateError('request.invalid', { fields });
}
