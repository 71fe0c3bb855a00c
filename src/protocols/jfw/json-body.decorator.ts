import { Body } from '@nestjs/common';
import { JfwBodyPipe } from './jfw-body.pipe';

const PIPE = new JfwBodyPipe();
const ATTRIBUTES_PIPE = new JfwBodyPipe({ keepsNull: true });

/** The request's body as its DTO. Given here and not globally: a request without a body should not pay for it. */
export const JsonBody = (): ParameterDecorator => Body(PIPE);

/** A body of attributes to write, in which `null` clears (JFW-FMT-04); its DTO says with `@Clearable` which may be cleared. */
export const AttributesBody = (): ParameterDecorator => Body(ATTRIBUTES_PIPE);
