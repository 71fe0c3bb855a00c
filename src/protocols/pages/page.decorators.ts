import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { passageOf } from '../../gate/passage-of-request';
import { pageOf } from './page-request';

/** The request's passage through the gate. */
export const Via = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return passageOf(context.switchToHttp().getRequest<Request>()).passage;
});

/** The members of the form that was sent. */
export const SentForm = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return pageOf(passageOf(context.switchToHttp().getRequest<Request>()).passage).form;
});

/** Aborts when the caller hangs up, so that no work is done for nobody. */
export const Hangup = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const response = context.switchToHttp().getResponse<Response>();
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
});
