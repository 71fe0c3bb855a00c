import type { Request } from 'express';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { parseStrictJson, StrictJsonError } from '../../kernel/json/strict-json';
import { readBodyBytes } from './body-bytes';

const JSON_TYPE = /^application\/(?:json|[a-z0-9!#$&^_.+-]+\+json)$/i;
const UTF8 = /^"?utf-?8"?$/i;

/**
 * Reads a JSON body under `limit` bytes, counted after decompression, and scans it strictly (SEC-IN-08). An empty body
 * is undefined.
 * @throws BrandgateError request.media-type, request.too-large, request.invalid
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBodyBytes(request, limit);
  if (bytes.length === 0) return undefined;
  if (!isJson(request.headers['content-type'])) throw new BrandgateError('request.media-type');
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof StrictJsonError) throw invalidField('', 'The body must be well-formed JSON.');
    throw error;
  }
}

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const charset = parameters.find((p) => p.toLowerCase().startsWith('charset='))?.slice('charset='.length);
  return JSON_TYPE.test(type) && (charset === undefined || UTF8.test(charset));
}
