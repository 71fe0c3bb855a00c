import { ApiPropertyOptional } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import { IfPresent } from './credentials.dto';

/** What a push test says; judged as FCM would judge it (JFW-PSH-01). */
export class PushTestDto {
  @ApiPropertyOptional({ type: String, description: 'The name of the brand when absent.' })
  @IfPresent()
  @Allow()
  title?: unknown;

  @ApiPropertyOptional({ type: String, description: '`This is a test message.` when absent.' })
  @IfPresent()
  @Allow()
  body?: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description:
      'Texts for the app; none when absent. No reserved names (`from`, `message_type`, `google…`, `gcm…`, `brandgate…`); ' +
      'with title and body at most 4,032 bytes as JSON.',
  })
  @IfPresent()
  @Allow()
  data?: unknown;
}
