import { ApiResponse } from '@nestjs/swagger';
import type { JsonSchema } from './schema';

/** How a path outside the dialects is refused: in the native form. */
export const NATIVE_REFUSAL = { $ref: '#/components/schemas/Failure' };

/** Describes one answer of a route that belongs to no dialect: its media type is its own, and there is no envelope. */
export function AnswersPlain(
  status: number,
  mediaType: string,
  schema: JsonSchema | typeof NATIVE_REFUSAL,
): MethodDecorator {
  const description = status < 400 ? 'Success' : 'Refused';
  const plain: object = schema;
  return ApiResponse({ status, description, content: { [mediaType]: { schema: plain } } });
}
