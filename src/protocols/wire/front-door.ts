import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { attachExchange } from '../../gate/dialect';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Dialects } from './dialects';
import { errorOf } from './error-of';
import { Preflight } from './preflight';

/** Names and values of 64 header lines. */
const MAX_RAW_HEADERS = 128;
const CORRELATION_ID = /^[A-Za-z0-9._-]{1,64}$/;
// Encoded separators, dot segments and control characters would mean one thing here and another behind a proxy.
const DUBIOUS_PATH = /%2f|%5c|%0|%1|%7f|\\|\/\/|\/\.{1,2}(?:\/|$)|\/(?:%2e|\.){1,2}(?:\/|$)/i;

/** Where every request comes in: its dialect, its correlation id, and the refusals that need no route (SEC-IN-11, -14). */
@Injectable()
export class FrontDoor {
  constructor(
    private readonly dialects: Dialects,
    private readonly preflight: Preflight,
  ) {}

  readonly handle = (request: Request, response: Response, next: () => void): void => {
    const dialect = this.dialects.forPath(request.url);
    const correlationId = correlationIdOf(request);
    const exchange = { dialect, correlationId };
    attachExchange(request, exchange);
    if (!this.dialects.isOwnPath(request.url)) setPageHeaders(request, response);
    const flaw = flawOf(request);
    if (flaw) {
      response.setHeader('Connection', 'close');
      dialect.sendError(exchange, null, response, flaw);
    } else if (request.method === 'OPTIONS' && this.preflight.isPreflight(request)) {
      this.preflight
        .answer(request, response, exchange)
        .catch((thrown: unknown) => dialect.sendError(exchange, null, response, errorOf(thrown)));
    } else {
      next();
    }
  };
}

const NO_CONTENT = "default-src 'none'; frame-ancestors 'none'";
// The interactive documentation runs its own scripts and draws inline styles and pictures, nothing from elsewhere.
const DOCS_CONTENT =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** What every answer outside the dialects carries (SEC-WEB-04); dialects write their own. */
function setPageHeaders({ url }: Request, response: Response): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Security-Policy', url.startsWith('/docs') ? DOCS_CONTENT : NO_CONTENT);
}

function correlationIdOf(request: Request): string {
  const sent = request.headers['x-correlation-id'];
  return typeof sent === 'string' && CORRELATION_ID.test(sent) ? sent : randomUUID();
}

function flawOf(request: Request): BrandgateError | null {
  const { rawHeaders, url } = request;
  if (rawHeaders.length > MAX_RAW_HEADERS) return new BrandgateError('request.headers-too-large');
  if (request.headers.host === undefined && request.httpVersion === '1.1') return new BrandgateError('request.invalid');
  if (url.charCodeAt(0) !== 0x2f && !isOwnAbsoluteForm(request)) return new BrandgateError('request.invalid');
  const query = url.indexOf('?');
  if (DUBIOUS_PATH.test(query === -1 ? url : url.slice(0, query))) return new BrandgateError('request.invalid');
  return null;
}

/** `GET http://host/path`: allowed by HTTP, as long as it names the Host that was sent. */
function isOwnAbsoluteForm(request: Request): boolean {
  if (!URL.canParse(request.url)) return request.url === '*' && request.method === 'OPTIONS';
  const url = new URL(request.url);
  if (url.host !== request.headers.host?.toLowerCase()) return false;
  request.url = url.pathname + url.search;
  return true;
}
