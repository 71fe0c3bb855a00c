import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsString, IsUrl, MaxLength } from 'class-validator';
import { APP_TYPES, type AppType } from '../../../core/apps/app.entity';
import { Clearable } from './clearable.decorator';
import { WEB_ADDRESS } from './web-address';

/** What can be said of an app, and unsaid with `null`. */
class AppAttributesDto {
  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  @ApiPropertyOptional({ type: Boolean, default: true, description: 'The key of an inactive app is refused.' })
  @Clearable()
  @IsBoolean()
  isActive?: boolean | null;

  @ApiPropertyOptional({ enum: APP_TYPES, default: 'None', description: 'Where the app is found.' })
  @Clearable()
  @IsIn(APP_TYPES)
  type?: AppType | null;

  @ApiPropertyOptional({ maxLength: 2_048, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_048)
  path?: string | null;

  @ApiPropertyOptional({ maxLength: 2_048, nullable: true, type: String })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  url?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    type: String,
    description: 'Custom role of whoever has none of their own in the app.',
  })
  @Clearable()
  @IsString()
  defaultRoleId?: string | null;
}

/** A new app; its key is made by the gateway, never given (DF-KEY-07). */
export class CreateAppDto extends AppAttributesDto {
  @ApiProperty({ example: 'mobile', maxLength: 64, description: 'Unique in the brand.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  name!: string;
}

/** Changes of an app; absent members stay. */
export class UpdateAppDto extends AppAttributesDto {
  @ApiPropertyOptional({ type: String, maxLength: 64, description: 'Unique in the brand.' })
  @Clearable()
  @IsString()
  @MaxLength(64)
  name?: string | null;
}
