import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayConfig } from '../../config/gateway-config';
import { BrandOrigins } from '../../core/brands/brand-origins';
import type { Exchange } from '../../gate/dialect';
import type { Passage } from '../../gate/passage';
import { Clock } from '../../kernel/clock';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { EventLog } from '../../ports/event-log.port';
import { Metrics } from '../../ports/metrics.port';
import { fixedHeaders } from '../wire/fixed-headers';
import { failureEnvelope, formOf } from './dreamfactory.envelope';

/** Names and values in turn. */
type HeaderList = string[];

const EXPOSED = [
  'X-Correlation-ID',
  'Retry-After',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'WWW-Authenticate',
  'X-App-Update',
].join(', ');

/** Writes this dialect's answers: plain JSON, and one envelope for every refusal (section 3 of the contract). */
@Injectable()
export class DreamFactoryPresenter {
  private readonly fixed: readonly string[];

  constructor(
    config: GatewayConfig,
    private readonly origins: BrandOrigins,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly metrics: Metrics,
  ) {
    this.fixed = fixedHeaders(config.publicUrl?.startsWith('https:') === true);
  }

  sendResult(passage: Passage, response: Response, status: number, data: unknown): void {
    const { correlationId } = passage.arrival;
    this.log.success({ correlationId, passage, method: response.req.method });
    this.send(response, status, this.headers(correlationId, passage), JSON.stringify(data));
  }

  sendError(exchange: Exchange, passage: Passage | null, response: Response, error: BrandgateError): void {
    const form = formOf(error, exchange.correlationId);
    const headers = [...this.headers(exchange.correlationId, passage), ...this.headersOf(error, form.status)];
    this.send(response, form.status, headers, failureEnvelope(form));
  }

  /** Head and body of an answer that is written without a response object (DF-ERR-06). */
  raw(error: BrandgateError, correlationId: string): { headers: string; body: string } {
    const form = formOf(error, correlationId);
    const body = failureEnvelope(form);
    const list = [...this.headers(correlationId, null), ...this.headersOf(error, form.status)];
    list.push('Content-Length', String(Buffer.byteLength(body)));
    let headers = '';
    for (let i = 0; i < list.length; i += 2) headers += `${list[i]}: ${list[i + 1]}\r\n`;
    return { headers, body };
  }

  private send(response: Response, status: number, headers: HeaderList, body: string): void {
    this.metrics.countAnswer('dreamfactory', status);
    headers.push('Content-Length', String(Buffer.byteLength(body)));
    response.writeHead(status, headers);
    response.end(body);
  }

  private headers(correlationId: string, passage: Passage | null): HeaderList {
    const headers = [...this.fixed, 'X-Correlation-ID', correlationId, ...(passage?.answerHeaders ?? [])];
    const origin = passage?.arrival.brand.origin;
    if (passage?.brand && origin !== undefined && this.origins.isAllowed(passage.brand, origin)) {
      headers.push('Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', EXPOSED);
    }
    return headers;
  }

  private headersOf({ code, retryAfter, allow, reason }: BrandgateError, status: number): HeaderList {
    const headers: HeaderList = [];
    if (status === 401) headers.push('WWW-Authenticate', 'Bearer');
    if (retryAfter !== undefined) headers.push('Retry-After', String(retryAfter));
    if (allow !== undefined) headers.push('Allow', allow.join(', '));
    if (code !== 'rate.exceeded') return headers;
    // Only a refusal tells of limits (DF-LIM-03).
    const reset = Math.ceil(this.clock.now() / 1_000) + (retryAfter ?? 0);
    const limit = reason?.facts?.['limit'];
    if (limit !== undefined) headers.push('X-RateLimit-Limit', String(limit));
    headers.push('X-RateLimit-Remaining', '0', 'X-RateLimit-Reset', String(reset));
    return headers;
  }
}
