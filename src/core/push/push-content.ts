import { BrandgateError, type FieldFault } from '../../kernel/errors/brandgate-error';
import type { PushContent } from '../../ports/push-transport.port';
import { dataOf, MAX_PAYLOAD_BYTES, OWN, textOf } from './push-payload';

/** A message as a request gives it; absent and null are the same. */
export type GivenContent = Readonly<Partial<Record<keyof PushContent, unknown>>>;

/** Four weeks: FCM keeps nothing longer. */
export const MAX_TIME_TO_LIVE = 2_419_200;
const MAX_URL = 2_048;
const MAX_COLLAPSE_KEY = 64;
const PARTS = ['android', 'apns', 'webpush'] as const;

/** @throws BrandgateError push.payload-invalid that names the members at fault, never their values */
export function readPushContent(given: GivenContent): PushContent {
  const fields: FieldFault[] = [];
  const content = {
    ...optional('title', given.title, (value) => textOf('title', value, fields)),
    ...optional('body', given.body, (value) => textOf('body', value, fields)),
    ...optional('imageUrl', given.imageUrl, (value) => checked('imageUrl', value, isImageUrl, IMAGE, fields)),
    ...optional('data', given.data, (value) => dataOf('data', value, fields)),
    ...optional('collapseKey', given.collapseKey, (value) => checked('collapseKey', value, isKey, KEY, fields)),
    ...optional('priority', given.priority, (value) => checked('priority', value, isPriority, PRIORITY, fields)),
    ...optional('timeToLive', given.timeToLive, (value) => checked('timeToLive', value, isTime, TIME, fields)),
    ...Object.assign({}, ...PARTS.map((part) => optional(part, given[part], (value) => partOf(part, value, fields)))),
  } as PushContent;
  if (fields.length === 0) fields.push(...faultsOf(content));
  if (fields.length > 0) throw new BrandgateError('push.payload-invalid', { fields });
  return content;
}

function optional(name: string, value: unknown, read: (value: unknown) => unknown): Readonly<Record<string, unknown>> {
  return value === undefined || value === null ? {} : { [name]: read(value) };
}

const IMAGE = 'an https address of at most 2,048 characters';
const KEY = 'a text of 1 to 64 characters';
const PRIORITY = 'high or normal';
const TIME = `a whole number of seconds from 0 to ${MAX_TIME_TO_LIVE}`;

function checked(
  field: string,
  value: unknown,
  isGood: (value: unknown) => boolean,
  expected: string,
  fields: FieldFault[],
): unknown {
  if (!isGood(value)) fields.push({ field, message: `${field} must be ${expected}.` });
  return value;
}

function isImageUrl(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_URL && value.startsWith('https://') && URL.canParse(value);
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_COLLAPSE_KEY;
}

function isPriority(value: unknown): boolean {
  return value === 'high' || value === 'normal';
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TIME_TO_LIVE;
}

/** Only the library and Google know what is right in it; what the gateway says of itself nobody else says. */
function partOf(field: string, value: unknown, fields: FieldFault[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fields.push({ field, message: `${field} must be an object.` });
    return value;
  }
  const { data, payload } = value as { readonly data?: unknown; readonly payload?: unknown };
  if (data !== undefined && field !== 'apns') dataOf(`${field}.data`, data, fields);
  if (field === 'apns' && Object.keys(Object(payload) as object).some((name) => OWN.test(name))) {
    fields.push({ field: 'apns.payload', message: 'apns.payload must not have names that begin with brandgate.' });
  }
  return value;
}

/** What is wrong with the message as a whole. */
function faultsOf({ title, body, imageUrl, data, ...rest }: PushContent): FieldFault[] {
  const isEmpty = title === undefined && body === undefined && Object.keys(data ?? {}).length === 0;
  if (isEmpty) return [{ field: 'title', message: 'title, body or data must be given.' }];
  if (imageUrl !== undefined && title === undefined && body === undefined) {
    return [{ field: 'imageUrl', message: 'imageUrl needs a title or a body.' }];
  }
  const { collapseKey } = rest;
  const shared = { title, body, imageUrl, data, collapseKey };
  if (sizeOf(shared) > MAX_PAYLOAD_BYTES) {
    return [{ field: 'data', message: `title, body and data must not exceed ${MAX_PAYLOAD_BYTES} bytes as JSON.` }];
  }
  // Each device gets what is for all, and the part of its own system.
  return PARTS.filter((part) => sizeOf({ ...shared, part: rest[part] }) > MAX_PAYLOAD_BYTES).map((field) => ({
    ...{ field, message: `${field} must not exceed ${MAX_PAYLOAD_BYTES} bytes as JSON with title, body and data.` },
  }));
}

function sizeOf(message: object): number {
  return Buffer.byteLength(JSON.stringify(message));
}
