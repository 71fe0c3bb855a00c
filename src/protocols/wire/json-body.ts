import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { parseStrictJson, StrictJsonError } from '../../kernel/json/strict-json';

const JSON_TYPE = /^application\/(?:json|[a-z0-9!#$&^_.+-]+\+json)$/i;
const UTF8 = /^"?utf-?8"?$/i;

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a JSON body under `limit` bytes, counted after decompression, and scans it strictly (SEC-IN-08). An empty body
 * is undefined.
 * @throws BrandgateError request.media-type, request.too-large, request.invalid
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > limit && isIdentity(request)) {
    throw new BrandgateError('request.too-large');
  }
  const bytes = await collect(decoded(request), limit);
  if (bytes.length === 0) return undefined;
  if (!isJson(request.headers['content-type'])) throw new BrandgateError('request.media-type');
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof StrictJsonError) throw invalidField('', 'The body must be well-formed JSON.');
    throw error;
  }
}

function isIdentity({ headers }: Request): boolean {
  const encoding = headers['content-encoding'];
  return encoding === undefined || encoding.toLowerCase() === 'identity';
}

function decoded(request: Request): Readable {
  if (isIdentity(request)) return request;
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? '';
  const create = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!create) throw new BrandgateError('request.media-type');
  return request.pipe(create()) as unknown as Readable;
}

async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new BrandgateError('request.too-large');
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof BrandgateError) throw cause;
    // A broken compressed stream, or a client that went away in the middle.
    throw new BrandgateError('request.invalid', { cause });
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const charset = parameters.find((p) => p.toLowerCase().startsWith('charset='))?.slice('charset='.length);
  return JSON_TYPE.test(type) && (charset === undefined || UTF8.test(charset));
}
