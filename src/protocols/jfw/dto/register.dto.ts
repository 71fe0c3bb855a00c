import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsString } from 'class-validator';
import { IfPresent } from './credentials.dto';
import { MaxCodePoints } from './max-code-points.decorator';

const NAME_LENGTH = 100;

/** A new account (JFW-USR-01): at least one of username, e-mail address and phone number. */
export class RegisterDto {
  @ApiPropertyOptional({ example: 'jane.doe', description: '5 to 64 characters of A-Z a-z 0-9 . _ -' })
  @IfPresent()
  @IsString()
  @MaxCodePoints(254)
  username?: string;

  @ApiPropertyOptional({ example: '+84901234567' })
  @IfPresent()
  @IsString()
  @MaxCodePoints(64)
  phoneNumber?: string;

  @ApiPropertyOptional({ example: 'jane.doe@example.com' })
  @IfPresent()
  @IsString()
  @MaxCodePoints(254)
  emailAddress?: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  password!: string;

  @ApiPropertyOptional({ maxLength: NAME_LENGTH })
  @IfPresent()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  firstName?: string;

  @ApiPropertyOptional({ maxLength: NAME_LENGTH })
  @IfPresent()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  lastName?: string;

  @ApiPropertyOptional({ maxLength: NAME_LENGTH })
  @IfPresent()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  nickName?: string;

  @ApiPropertyOptional({ example: 'Asia/Ho_Chi_Minh' })
  @IfPresent()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  timeZoneId?: string;
}
