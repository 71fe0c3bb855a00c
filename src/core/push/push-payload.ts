import { BrandgateError, type FieldFault } from '../../kernel/errors/brandgate-error';

/** What a device is told, as a request gives it; absent and null are the same. */
export interface GivenPayload {
  readonly title?: unknown;
  readonly body?: unknown;
  readonly data?: unknown;
}

export interface PushPayload {
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, string>>;
}

/** FCM's own bound for title, text and data together. */
export const MAX_PAYLOAD_BYTES = 4_096;
/** Names that FCM keeps for itself, and the gateway's own. */
const RESERVED = /^(?:from|message_type|google.*|gcm.*|brandgate.*)$/i;

/** @throws BrandgateError push.payload-invalid that names the member at fault, never its value */
export function requirePayload(given: GivenPayload, defaults: Pick<PushPayload, 'title' | 'body'>): PushPayload {
  const fields: FieldFault[] = [];
  const title = textOf('title', given.title ?? defaults.title, fields);
  const body = textOf('body', given.body ?? defaults.body, fields);
  const data = dataOf(given.data ?? {}, fields);
  const payload = { title, body, data };
  if (fields.length === 0 && Buffer.byteLength(JSON.stringify(payload)) > MAX_PAYLOAD_BYTES) {
    fields.push({ field: 'data', message: `title, body and data must not exceed ${MAX_PAYLOAD_BYTES} bytes as JSON.` });
  }
  if (fields.length > 0) throw new BrandgateError('push.payload-invalid', { fields });
  return payload;
}

/** @param fields takes what is wrong with it */
export function textOf(field: string, value: unknown, fields: FieldFault[]): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  fields.push({ field, message: `${field} must be a text that is not blank.` });
  return '';
}

/** @param fields takes what is wrong with it */
export function dataOf(value: unknown, fields: FieldFault[]): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fields.push({ field: 'data', message: 'data must be an object of texts.' });
    return {};
  }
  for (const [name, text] of Object.entries(value)) {
    if (name === '' || RESERVED.test(name)) {
      fields.push({
        field: 'data',
        message: 'data must not have names that are reserved: from, message_type, google…, gcm…, brandgate….',
      });
    } else if (typeof text !== 'string') {
      fields.push({ field: 'data', message: 'data must be an object of texts.' });
    }
  }
  return { ...(value as Record<string, string>) };
}
