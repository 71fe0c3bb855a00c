import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrandOrigins } from '../../core/brands/brand-origins';
import type { Exchange } from '../../gate/dialect';

const ALLOWED_HEADERS = [
  'Brand-URL',
  'BrandUrl',
  'Auth-Key',
  'AuthKey',
  'Device-Code',
  'X-Device-Code',
  'X-Device-Token',
  'X-Device-Name',
  'X-App-Version-Number',
  'X-Os-Device',
  'X-Current-URL',
  'X-Correlation-ID',
  'Content-Type',
  'Authorization',
  'X-DreamFactory-API-Key',
  'X-DreamFactory-Session-Token',
];

/** A browser's question before a request from another origin; it carries no Brand-URL, so any brand may answer it (JFW-GEN-13). */
@Injectable()
export class Preflight {
  constructor(private readonly origins: BrandOrigins) {}

  isPreflight({ headers }: Request): boolean {
    return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
  }

  async answer(request: Request, response: Response, { correlationId, dialect }: Exchange): Promise<void> {
    const origin = request.headers.origin ?? '';
    const isAllowed = await this.origins.isAllowedAnywhere(origin);
    const headers = [...ALLOWED_HEADERS, ...(dialect.requestHeaders ?? [])].join(', ');
    response.writeHead(204, [
      ...['Cache-Control', 'no-store', 'Vary', 'Brand-URL, Origin', 'X-Correlation-ID', correlationId],
      ...(isAllowed
        ? [
            ...['Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Headers', headers],
            ...['Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE', 'Access-Control-Max-Age', '600'],
          ]
        : []),
    ]);
    response.end();
  }
}
