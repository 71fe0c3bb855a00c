import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsString } from 'class-validator';
import { IfPresent } from './credentials.dto';

export class RefreshDto {
  @ApiProperty({ example: 'bgr_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8MAWumQ' })
  @IsString()
  @IsNotEmpty()
  refreshAuthKey!: string;
}

export class LogoutDto {
  @ApiPropertyOptional({ default: false, description: 'End every session of the user.' })
  @IfPresent()
  @IsBoolean()
  allDevices?: boolean;

  @ApiPropertyOptional({ default: true, description: "Take the device's push token away as well." })
  @IfPresent()
  @IsBoolean()
  unregisterDevice?: boolean;
}

export class CheckAuthKeyDto {
  @ApiProperty({ example: 'bgk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8PSk_Hw' })
  @IsString()
  @IsNotEmpty()
  authKey!: string;

  @ApiPropertyOptional({ description: 'Another brand than the resolved one; needs the right to cross.' })
  @IfPresent()
  @IsString()
  brandUrl?: string;
}

export class EndUserSessionsDto {
  @ApiPropertyOptional({ description: 'An Auth Key: only the session that it belongs to ends.' })
  @IfPresent()
  @IsString()
  @IsNotEmpty()
  authKey?: string;
}
