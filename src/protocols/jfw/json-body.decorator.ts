import { Body, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { JfwBodyPipe } from './jfw-body.pipe';

const PIPE = new JfwBodyPipe();
const ATTRIBUTES_PIPE = new JfwBodyPipe({ keepsNull: true });

/** The request's body as its DTO. Given here and not globally: a request without a body should not pay for it. */
export const JsonBody = (): ParameterDecorator => Body(PIPE);

/** A body of attributes to write, in which `null` clears (JFW-FMT-04); its DTO says with `@Clearable` which may be cleared. */
export const AttributesBody = (): ParameterDecorator => Body(ATTRIBUTES_PIPE);

/** A body whose members are judged by somebody else: a JSON object as it came. */
export const AnyMembers = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<Request>().body as Readonly<Record<string, unknown>>;
});
