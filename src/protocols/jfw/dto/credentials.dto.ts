import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsNotEmpty, IsString, ValidateIf } from 'class-validator';

const MAX_CHOICES = 200;

/** Absent is fine, anything that is there must be right; `@IsOptional` would let `null` through (SEC-IN-05). */
export const IfPresent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** The sign-in of JFW-AUTH-01; the page calls it UserAuthentication. */
export class UserAuthenticationDto {
  @ApiPropertyOptional({ example: 'john.doe', description: 'User name; wins over `emailAddress` when not blank.' })
  @IfPresent()
  @IsString()
  username?: string;

  @ApiPropertyOptional({ example: 'john.doe@example.com', description: 'Address of the user; not checked for syntax.' })
  @IfPresent()
  @IsString()
  emailAddress?: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  password!: string;

  @ApiPropertyOptional({
    description: 'Code of the second step, after an OtpRequired; ignored where none is asked for.',
  })
  @IfPresent()
  @IsString()
  otp?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'Devices to sign out when the limit is reached (`deviceQuotaMode` confirm).',
  })
  @IfPresent()
  @IsString({ each: true })
  @ArrayMaxSize(MAX_CHOICES)
  evictDeviceIds?: string[];
}

/** The sign-in of JFW-AUTH-08. */
export class PhoneAuthenticationDto {
  @ApiProperty({ example: '+84 90 123 45 67', description: '+ and 8 to 15 digits; blanks, -, ., ( and ) are removed.' })
  @IsString()
  @IsNotEmpty()
  phoneNumber!: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  password!: string;

  @ApiPropertyOptional({
    description: 'Code of the second step, after an OtpRequired; ignored where none is asked for.',
  })
  @IfPresent()
  @IsString()
  otp?: string;

  @ApiPropertyOptional({ type: [String], description: 'As in the sign-in by name.' })
  @IfPresent()
  @IsString({ each: true })
  @ArrayMaxSize(MAX_CHOICES)
  evictDeviceIds?: string[];
}
