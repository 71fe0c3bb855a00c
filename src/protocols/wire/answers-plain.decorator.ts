import { ApiResponse } from '@nestjs/swagger';
import type { JsonSchema } from './schema';

/** Describes one answer of a route that belongs to no dialect: its media type is its own, and there is no envelope. */
export function AnswersPlain(status: number, mediaType: string, schema: JsonSchema): MethodDecorator {
  const description = status < 400 ? 'Success' : 'Refused';
  return ApiResponse({ status, description, content: { [mediaType]: { schema: schema as object } } });
}
