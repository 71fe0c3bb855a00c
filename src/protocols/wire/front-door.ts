import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { attachExchange, type Exchange } from '../../gate/dialect';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { ReasonCode } from '../../kernel/errors/reasons';
import { Dialects } from './dialects';
import { errorOf } from './error-of';
import { Preflight } from './preflight';
import { RefusalRecorder } from './refusal-recorder';

/** Names and values of 64 header lines. */
const MAX_RAW_HEADERS = 128;
const CORRELATION_ID = /^[A-Za-z0-9._-]{1,64}$/;
// Encoded separators, dot segments and control characters would mean one thing here and another behind a proxy.
const DUBIOUS_PATH = /%2f|%5c|%0|%1|%7f|\\|\/\/|\/\.{1,2}(?:\/|$)|\/(?:%2e|\.){1,2}(?:\/|$)/i;
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)/i;

/** Where every request comes in: its dialect, its correlation id, and the refusals that need no route (SEC-IN-11, -14). */
@Injectable()
export class FrontDoor {
  constructor(
    private readonly dialects: Dialects,
    private readonly preflight: Preflight,
    private readonly refusals: RefusalRecorder,
  ) {}

  readonly handle = (request: Request, response: Response, next: () => void): void => {
    // First: it shortens the absolute form of a target, and everything else goes by the path.
    const flaw = flawOf(request);
    const dialect = this.dialects.forPath(request.url);
    const correlationId = correlationIdOf(request);
    const exchange = { dialect, correlationId };
    attachExchange(request, exchange);
    if (!this.dialects.isOwnPath(request.url)) setPageHeaders(request, response);
    if (flaw) {
      response.setHeader('Connection', 'close');
      this.refuse(request, response, exchange, flaw);
    } else if (request.method === 'OPTIONS' && this.preflight.isPreflight(request)) {
      this.preflight
        .answer(request, response, exchange)
        .catch((thrown: unknown) => this.refuse(request, response, exchange, errorOf(thrown)));
    } else if (dialect.receive) {
      void this.receive(request, response, exchange, next);
    } else {
      next();
    }
  };

  private async receive(request: Request, response: Response, exchange: Exchange, next: () => void): Promise<void> {
    try {
      await exchange.dialect.receive?.(request);
    } catch (thrown) {
      const error = errorOf(thrown);
      exchange.dialect.sendError(exchange, null, response, error);
      this.refusals.record(request, exchange, null, error);
      return;
    }
    next();
  }

  private refuse(request: Request, response: Response, exchange: Exchange, error: BrandgateError): void {
    exchange.dialect.sendError(exchange, null, response, error);
    this.refusals.record(request, exchange, null, error, 'accept');
  }
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
  const { rawHeaders } = request;
  if (rawHeaders.length > MAX_RAW_HEADERS) return new BrandgateError('request.headers-too-large');
  if (request.headers.host === undefined && request.httpVersion === '1.1') return malformed('host-missing');
  if (namesTwoHosts(rawHeaders)) return new BrandgateError('request.header-conflict', { reason: 'hosts-differ' });
  if (request.url.charCodeAt(0) !== 0x2f && !shortenAbsoluteForm(request)) return malformed('target-form');
  const { url } = request;
  const query = url.indexOf('?');
  if (DUBIOUS_PATH.test(query === -1 ? url : url.slice(0, query))) return malformed('path-dubious');
  return null;
}

function malformed(reason: ReasonCode): BrandgateError {
  return new BrandgateError('request.invalid', { reason });
}

/** Node shows the first one alone; a proxy in front may have gone by the other (SEC-IN-06). */
function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** `GET http://host/path`: allowed by HTTP, as long as it names the Host that was sent. The path stays as it came. */
function shortenAbsoluteForm(request: Request): boolean {
  const [origin, host] = ABSOLUTE_FORM.exec(request.url) ?? [];
  if (origin === undefined) return request.url === '*' && request.method === 'OPTIONS';
  if (host?.toLowerCase() !== request.headers.host?.toLowerCase()) return false;
  const path = request.url.slice(origin.length);
  request.url = path.startsWith('/') ? path : `/${path}`;
  return true;
}
