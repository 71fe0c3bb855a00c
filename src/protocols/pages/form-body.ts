import type { Request } from 'express';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { readBodyBytes } from '../wire/body-bytes';

/** Members of a form as they were typed; blank ones are there. */
export type Form = Readonly<Record<string, string>>;

const MAX_BYTES = 16_384;
const MAX_MEMBERS = 50;
const FORM_TYPE = /^application\/x-www-form-urlencoded(?:\s*;\s*charset="?utf-?8"?)?\s*$/i;

/**
 * Reads the body of a form: flat, a name once, strict UTF-8 (SEC-IN-07, -09). An empty one has no members.
 * @throws BrandgateError request.media-type, request.too-large, request.invalid
 */
export async function readFormBody(request: Request): Promise<Form> {
  const bytes = await readBodyBytes(request, MAX_BYTES);
  if (bytes.length === 0) return {};
  if (!FORM_TYPE.test(request.headers['content-type'] ?? '')) throw new BrandgateError('request.media-type');
  const pairs = bytes.toString('latin1').split('&');
  if (pairs.length > MAX_MEMBERS) throw invalidField('', 'The form has too many members.');
  // Without a prototype: a member may have any name.
  const form = Object.create(null) as Record<string, string>;
  for (const pair of pairs) {
    const end = pair.indexOf('=');
    const name = decoded(end === -1 ? pair : pair.slice(0, end));
    if (Object.hasOwn(form, name)) throw invalidField('', 'The form has a member twice.');
    form[name] = end === -1 ? '' : decoded(pair.slice(end + 1));
  }
  return form;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidField('', 'The form must be percent-encoded UTF-8.');
  }
}
