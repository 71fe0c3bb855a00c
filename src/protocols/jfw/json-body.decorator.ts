import { Body } from '@nestjs/common';
import { JfwBodyPipe } from './jfw-body.pipe';

const PIPE = new JfwBodyPipe();

/** The request's body as its DTO. Given here and not globally: a request without a body should not pay for it. */
export const JsonBody = (): ParameterDecorator => Body(PIPE);
