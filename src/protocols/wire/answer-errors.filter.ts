import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { exchangeOf } from '../../gate/dialect';
import { findPassage } from '../../gate/passage-of-request';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { EventLog } from '../../ports/event-log.port';
import { errorOf } from './error-of';
import { RefusalRecorder } from './refusal-recorder';
import { RouteTable } from './route-table';

/** Turns whatever was thrown into an error of the catalogue and has the request's dialect word it. */
@Catch()
export class AnswerErrorsFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly log: EventLog,
    private readonly refusals: RefusalRecorder,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const exchange = exchangeOf(request);
    const error = this.withAllow(errorOf(thrown), request);
    const isStray = error.code.startsWith('route.') && findPassage(request) === undefined;
    const judgement = isStray ? exchange.dialect.judgeStray?.(request, exchange) : undefined;
    if (judgement === undefined) this.answer(request, response, error);
    else void judgement.catch(errorOf).then((judged) => this.answer(request, response, judged));
  }

  private answer(request: Request, response: Response, error: BrandgateError): void {
    const exchange = exchangeOf(request);
    const passage = findPassage(request)?.passage ?? null;
    this.log.refusal(error, { correlationId: exchange.correlationId, passage, method: request.method });
    // Else the caller has gone, or the answer is on its way already.
    if (!response.headersSent && !response.destroyed) exchange.dialect.sendError(exchange, passage, response, error);
    this.refusals.record(request, exchange, passage, error);
  }

  private withAllow(error: BrandgateError, request: Request): BrandgateError {
    if (error.code !== 'route.not-found' && error.entry.status !== 405) return error;
    const allow = this.routes.methodsOf(request.path);
    if (allow.length === 0) return error;
    if (error.code !== 'route.not-found') return new BrandgateError(error.code, { ...error.reason, allow });
    // Where the method is there, the route itself found nothing.
    return allow.includes(request.method) ? error : new BrandgateError('route.method', { ...error.reason, allow });
  }
}
