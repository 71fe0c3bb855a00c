import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { passageOf } from '../../gate/passage-of-request';
import { JfwQuery } from './jfw-query';

export { Hangup } from '../wire/hangup.decorator';

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
