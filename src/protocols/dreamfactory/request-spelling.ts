import type { Request } from 'express';
import { badRequest, DreamFactoryRefusal } from './dreamfactory-refusal';
import { TEXTS } from './dreamfactory.texts';

/** Methods that a request may have in truth or by a header (DF-TRN-07). */
export const VERBS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const ALIASES: Readonly<Record<string, string>> = { MERGE: 'PATCH' };
const TUNNEL_HEADERS = ['x-http-method', 'x-method-override', 'x-http-method-override'];
const MAX_VERB = 20;

/** The verb that a POST stands for: of its headers, its query, its body (DF-TRN-07). @throws BrandgateError 405 */
export function verbOf({ method, headers, url }: Request, body: object): string {
  if (method !== 'POST') return method === 'HEAD' ? method : known(method);
  const query = queryOf(url);
  const named = [
    ...TUNNEL_HEADERS.map((name) => headers[name]),
    query.get('method'),
    query.get('_method'),
    (body as Record<string, unknown>)['_method'],
  ];
  const found = named.find((text) => typeof text === 'string' && text.trim() !== '');
  return found === undefined ? method : known(found as string);
}

function known(text: string): string {
  const verb = text.trim().toUpperCase();
  const plain = ALIASES[verb] ?? verb;
  if (VERBS.includes(plain)) return plain;
  const told = `Invalid or unsupported verb '${verb.slice(0, MAX_VERB)}' used in request.`;
  throw new DreamFactoryRefusal('route.method', { status: 405, text: told }, { allow: VERBS });
}

/** The target with its path decoded once and encoded in one way only (DF-TRN-08). @throws BrandgateError 400 */
export function respelled(url: string): string {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  if (!path.includes('%')) return url;
  return path.split('/').map(respelledSegment).join('/') + (at === -1 ? '' : url.slice(at));
}

const FORBIDDEN = /[/\\\p{Cc}]|^\.{1,2}$/u;

function respelledSegment(segment: string): string {
  const text = decodedOrNull(segment);
  if (text === null || FORBIDDEN.test(text)) throw badRequest(TEXTS.invalidPath);
  return encodeURIComponent(text);
}

function decodedOrNull(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}

const TRUE: readonly string[] = ['true', '1', 'yes', 'on', 'y', 't'];

/** A flag of a query or a body (DF-TRN-09). */
export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && TRUE.includes(value.trim().toLowerCase()));
}
