import type { FieldFault } from '../../kernel/errors/brandgate-error';

/** FCM takes 4,096 bytes of title, text and data together; the delivery's own name is one of the data. */
export const MAX_PAYLOAD_BYTES = 4_096 - 64;
/** The gateway's own, wherever an app may look for them. */
export const OWN = /^brandgate/i;
/** Names that FCM keeps for itself, and the gateway's own. */
const RESERVED = /^(?:from|message_type|google.*|gcm.*|brandgate.*)$/i;

/** @param fields takes what is wrong with it */
export function textOf(field: string, value: unknown, fields: FieldFault[]): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  fields.push({ field, message: `${field} must be a text that is not blank.` });
  return '';
}

/** @param fields takes what is wrong with it */
export function dataOf(field: string, value: unknown, fields: FieldFault[]): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fields.push({ field, message: `${field} must be an object of texts.` });
    return {};
  }
  for (const [name, text] of Object.entries(value)) {
    if (name === '' || RESERVED.test(name)) {
      fields.push({
        field,
        message: `${field} must not have names that are reserved: from, message_type, google…, gcm…, brandgate….`,
      });
    } else if (typeof text !== 'string') {
      fields.push({ field, message: `${field} must be an object of texts.` });
    }
  }
  return { ...(value as Record<string, string>) };
}
