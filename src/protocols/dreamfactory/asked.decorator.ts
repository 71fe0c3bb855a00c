import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { passageOf } from '../../gate/passage-of-request';
import { queryOf } from './request-spelling';

/** The request's passage through the gate. */
export const Via = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return passageOf(context.switchToHttp().getRequest<Request>()).passage;
});

/** What a request asks in query and body, and by which brand's settings it is read. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<Request>();
  const { settings } = passageOf(request).passage.brandOrThrow;
  return { query: queryOf(request.url), body: request.body as unknown, settings };
});
