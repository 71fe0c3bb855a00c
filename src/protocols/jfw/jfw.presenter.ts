import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayConfig } from '../../config/gateway-config';
import { BrandOrigins } from '../../core/brands/brand-origins';
import type { Exchange } from '../../gate/dialect';
import type { CounterState } from '../../gate/limits/window-counters';
import type { Passage } from '../../gate/passage';
import { EventLog } from '../../ports/event-log.port';
import { Metrics } from '../../ports/metrics.port';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { fixedHeaders } from '../wire/fixed-headers';
import { failureEnvelope, successEnvelope } from './jfw.envelope';

/** Names and values in turn, as `writeHead` takes them: one call instead of a map entry per header. */
type HeaderList = string[];

const EXPOSED = [
  'X-Correlation-ID',
  'X-Device-Status',
  'X-App-Update',
  'X-Refresh-Outcome',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'WWW-Authenticate',
].join(', ');

/** Writes the native dialect's answers. */
@Injectable()
export class JfwPresenter {
  private readonly fixed: readonly string[];

  constructor(
    config: GatewayConfig,
    private readonly origins: BrandOrigins,
    private readonly log: EventLog,
    private readonly metrics: Metrics,
  ) {
    this.fixed = fixedHeaders(config.publicUrl?.startsWith('https:') === true);
  }

  sendResult(passage: Passage, response: Response, status: number, data: unknown): void {
    const { correlationId } = passage.arrival;
    const { isSignIn, permission } = passage.requirement;
    if (isSignIn || permission !== undefined) this.log.success({ correlationId, passage, method: response.req.method });
    this.send(response, status, this.headers(correlationId, passage), successEnvelope(status, data));
  }

  sendError(exchange: Exchange, passage: Passage | null, response: Response, error: BrandgateError): void {
    const headers = this.headers(exchange.correlationId, passage);
    headers.push(...headersOf(error));
    this.send(response, error.entry.status, headers, failureEnvelope(error, exchange.correlationId));
  }

  /** Head and body of an answer that is written without a response object. */
  raw(error: BrandgateError, correlationId: string): { headers: string; body: string } {
    const body = failureEnvelope(error, correlationId);
    const list = [
      ...this.headers(correlationId, null),
      ...headersOf(error),
      'Content-Length',
      `${Buffer.byteLength(body)}`,
    ];
    let headers = '';
    for (let i = 0; i < list.length; i += 2) headers += `${list[i]}: ${list[i + 1]}\r\n`;
    return { headers, body };
  }

  private send(response: Response, status: number, headers: HeaderList, body: string): void {
    this.metrics.countAnswer('jfw', status);
    headers.push('Content-Length', String(Buffer.byteLength(body)));
    response.writeHead(status, headers);
    response.end(body);
  }

  private headers(correlationId: string, passage: Passage | null): HeaderList {
    const headers = [...this.fixed, 'X-Correlation-ID', correlationId];
    if (passage === null) return headers;
    if (passage.rate !== null) pushRate(headers, passage.rate);
    if (passage.deviceStatus !== null) headers.push('X-Device-Status', passage.deviceStatus);
    if (passage.answerHeaders.length > 0) headers.push(...passage.answerHeaders);
    const { origin } = passage.arrival.brand;
    if (origin !== undefined && passage.brand !== null && this.origins.isAllowed(passage.brand, origin)) {
      headers.push('Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', EXPOSED);
    }
    return headers;
  }
}

/** Plain names, without the bucket's (JFW-LIM-02). */
function pushRate(headers: HeaderList, rate: CounterState): void {
  const limit = String(rate.limit);
  const remaining = String(rate.remaining);
  const reset = String(rate.resetSeconds);
  headers.push('RateLimit-Limit', limit, 'RateLimit-Remaining', remaining, 'RateLimit-Reset', reset);
  headers.push('X-RateLimit-Limit', limit, 'X-RateLimit-Remaining', remaining, 'X-RateLimit-Reset', reset);
}

function headersOf(error: BrandgateError): HeaderList {
  const headers: HeaderList = [];
  if (error.entry.status === 401) headers.push('WWW-Authenticate', 'AuthKey');
  if (error.retryAfter !== undefined) headers.push('Retry-After', String(error.retryAfter));
  if (error.allow !== undefined) headers.push('Allow', error.allow.join(', '));
  return headers;
}
