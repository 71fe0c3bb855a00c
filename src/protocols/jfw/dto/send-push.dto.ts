import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import { IfPresent } from './credentials.dto';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const IDS = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 500 } as const;
const TIME = { type: 'string', format: 'date-time', description: "Of the device's last contact; included." } as const;

/** Which devices are meant. */
export class AudienceDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: false,
    description: 'Devices of which all that is said is true; `{"everybody": true}` for all of the brand.',
    example: { osDevice: 'iOS', versionTo: '2.1.0' },
    properties: {
      everybody: { type: 'boolean', enum: [true] },
      userIds: IDS,
      deviceIds: IDS,
      osDevice: { type: 'string', maxLength: 64 },
      versionFrom: { type: 'string', description: 'Included; versions that do not parse are in no range.' },
      versionTo: { type: 'string', description: 'Included.' },
      seenFrom: TIME,
      seenTo: TIME,
      tag: { type: 'string', maxLength: 64, description: "One of the device's tags, or of the user's link with it." },
    },
  })
  @Allow()
  audience!: unknown;
}

/** A message to a brand's devices; judged as FCM would judge it. */
export class SendPushDto extends AudienceDto {
  @ApiPropertyOptional({ type: String, description: 'Without title and body the app is woken in the background.' })
  @IfPresent()
  @Allow()
  title?: unknown;

  @ApiPropertyOptional({ type: String })
  @IfPresent()
  @Allow()
  body?: unknown;

  @ApiPropertyOptional({ type: String, format: 'uri', description: 'https' })
  @IfPresent()
  @Allow()
  imageUrl?: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description:
      'Texts for the app. No reserved names (`from`, `message_type`, `google…`, `gcm…`, `brandgate…`); with title and ' +
      'body at most 4,032 bytes as JSON.',
  })
  @IfPresent()
  @Allow()
  data?: unknown;

  @ApiPropertyOptional({ type: String, maxLength: 64, description: 'Later ones of the same key take its place.' })
  @IfPresent()
  @Allow()
  collapseKey?: unknown;

  @ApiPropertyOptional({ type: String, enum: ['high', 'normal'] })
  @IfPresent()
  @Allow()
  priority?: unknown;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 2_419_200,
    description:
      'Seconds after which nobody wants it any more. Absent: it is tried for a day, and Google keeps it four weeks.',
  })
  @IfPresent()
  @Allow()
  timeToLive?: unknown;

  @ApiPropertyOptional({ ...OBJECT, description: 'Part of an FCM v1 message for Android alone.' })
  @IfPresent()
  @Allow()
  android?: unknown;

  @ApiPropertyOptional({ ...OBJECT, description: 'Part of an FCM v1 message for iOS alone.' })
  @IfPresent()
  @Allow()
  apns?: unknown;

  @ApiPropertyOptional({ ...OBJECT, description: 'Part of an FCM v1 message for browsers alone.' })
  @IfPresent()
  @Allow()
  webpush?: unknown;

  @ApiPropertyOptional({
    type: String,
    maxLength: 128,
    description: 'A name of your own for this request: the same one again sends nothing again. Kept with the push.',
  })
  @IfPresent()
  @Allow()
  idempotencyKey?: unknown;
}

/** The app says that a message came. */
export class PushReceiptDto {
  @ApiProperty({ description: "`brandgateDelivery` of the message's data." })
  @Allow()
  deliveryId!: unknown;
}
