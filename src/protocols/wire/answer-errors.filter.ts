import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { exchangeOf } from '../../gate/dialect';
import { findPassage } from '../../gate/passage-of-request';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { HashPoolBusyError } from '../../kernel/hashing/hash-pool-busy-error';
import { isStoreUnavailable } from '../../storage/database-error';
import { EventLog } from '../../ports/event-log.port';
import { RouteTable } from './route-table';

/** Turns whatever was thrown into an error of the catalogue and has the request's dialect word it. */
@Catch()
export class AnswerErrorsFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly log: EventLog,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const exchange = exchangeOf(request);
    const passage = findPassage(request)?.passage ?? null;
    const error = this.withAllow(errorOf(thrown), request);
    this.log.refusal(error, { correlationId: exchange.correlationId, passage, method: request.method });
    // The caller has gone, or the answer is on its way already.
    if (response.headersSent || response.destroyed) return;
    exchange.dialect.sendError(exchange, passage, response, error);
  }

  private withAllow(error: BrandgateError, request: Request): BrandgateError {
    if (error.code !== 'route.not-found' && error.entry.status !== 405) return error;
    const allow = this.routes.methodsOf(request.path);
    if (allow.length === 0) return error;
    const code = error.code === 'route.not-found' ? 'route.method' : error.code;
    return new BrandgateError(code, { allow });
  }
}

function errorOf(thrown: unknown): BrandgateError {
  if (thrown instanceof BrandgateError) return thrown;
  if (thrown instanceof HashPoolBusyError) {
    return new BrandgateError('server.unavailable', { cause: thrown, retryAfter: thrown.retryAfterSeconds });
  }
  if (isStoreUnavailable(thrown)) return new BrandgateError('server.unavailable', { cause: thrown, retryAfter: 1 });
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status === 404) return new BrandgateError('route.not-found');
  // The router itself objects to a path it cannot decode.
  if (status === 400) return new BrandgateError('request.invalid', { cause: thrown });
  return new BrandgateError('server.internal', { cause: thrown });
}

function statusOf(thrown: unknown): number {
  const { status } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { status?: unknown };
  return typeof status === 'number' ? status : 500;
}
