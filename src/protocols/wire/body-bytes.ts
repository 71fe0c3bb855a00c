import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * A request's body under `limit` bytes, counted after decompression.
 * @throws BrandgateError request.too-large, request.media-type for an unknown encoding, request.invalid for a broken one
 */
export async function readBodyBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit && isIdentity(request)) {
    throw new BrandgateError('request.too-large');
  }
  return collect(decoded(request), limit);
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
