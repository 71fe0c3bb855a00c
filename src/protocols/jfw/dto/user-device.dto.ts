import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { DEVICE_TYPES, type DeviceType } from '../../../core/devices/device.entity';
import { PUSH_TOKEN_KINDS, type PushTokenKind } from '../../../core/devices/push-token';
import { Clearable } from './clearable.decorator';

const LINK_STATUSES = ['Offline', 'Online', 'Deleted'] as const;
const TOKEN_KIND = { enum: PUSH_TOKEN_KINDS, description: 'Told by the form of the token when absent.' };

/** What a link of a user and a device carries (JFW-EP-53, -54). */
export class UserDeviceDto {
  @ApiPropertyOptional({
    type: String,
    description: 'Push token; an absent, blank or placeholder one changes nothing.',
  })
  @Clearable()
  @IsString()
  token?: string | null;

  @ApiPropertyOptional(TOKEN_KIND)
  @Clearable()
  @IsIn(PUSH_TOKEN_KINDS)
  tokenKind?: PushTokenKind | null;

  @ApiPropertyOptional({ maxLength: 512, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(512)
  session?: string | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  tags?: string | null;

  @ApiPropertyOptional({
    enum: LINK_STATUSES,
    description: 'Deleted equals DELETE; Offline lasts until the next access.',
  })
  @Clearable()
  @IsIn(LINK_STATUSES)
  userDeviceStatus?: (typeof LINK_STATUSES)[number] | null;
}

/** The device an app runs on (JFW-DEV-23); headers fill what is missing. */
export class ReportDeviceDto {
  @ApiPropertyOptional({ type: String, example: '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c' })
  @Clearable()
  @IsString()
  code?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 255 })
  @Clearable()
  @IsString()
  @MaxLength(255)
  name?: string | null;

  @ApiPropertyOptional({ type: String, example: 'Android', maxLength: 64 })
  @Clearable()
  @IsString()
  @MaxLength(64)
  osDevice?: string | null;

  @ApiPropertyOptional({ type: String, example: '2.4.0', maxLength: 64 })
  @Clearable()
  @IsString()
  @MaxLength(64)
  appVersionNumber?: string | null;

  @ApiPropertyOptional({ enum: DEVICE_TYPES })
  @Clearable()
  @IsIn(DEVICE_TYPES)
  type?: DeviceType | null;

  @ApiPropertyOptional({
    type: String,
    description: 'Push token; an absent, blank or placeholder one changes nothing.',
  })
  @Clearable()
  @IsString()
  token?: string | null;

  @ApiPropertyOptional(TOKEN_KIND)
  @Clearable()
  @IsIn(PUSH_TOKEN_KINDS)
  tokenKind?: PushTokenKind | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String, description: 'Of the link.' })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  tags?: string | null;
}

/** A push token that took the place of another (JFW-TOK-10). */
export class RefreshTokenDto {
  @ApiPropertyOptional({
    description: 'The token replaced; without it the device is named by its code.',
    nullable: true,
    type: String,
  })
  @Clearable()
  @IsString()
  oldToken?: string | null;

  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  newToken!: string;

  @ApiPropertyOptional(TOKEN_KIND)
  @Clearable()
  @IsIn(PUSH_TOKEN_KINDS)
  tokenKind?: PushTokenKind | null;
}
