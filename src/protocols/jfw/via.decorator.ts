import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { passageOf } from '../../gate/passage-of-request';
import { JfwQuery } from './jfw-query';

/** The request's passage through the gate: caller, brand, device, time. */
export const Via = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return passageOf(context.switchToHttp().getRequest<Request>()).passage;
});

/** A function of its own, so that a test finds the handlers that read a query. */
export function readQuery(_: unknown, context: ExecutionContext): JfwQuery {
  return new JfwQuery(context.switchToHttp().getRequest<Request>().url);
}

/** The request's query, read by the dialect's rules. */
export const Queried = createParamDecorator(readQuery);

/** Aborts when the caller hangs up, so that no work is done for nobody. */
export const Hangup = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const response = context.switchToHttp().getResponse<Response>();
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
});
