import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, IsUrl, Matches } from 'class-validator';
import { Clearable } from './clearable.decorator';
import { MaxCodePoints } from './max-code-points.decorator';
import { WEB_ADDRESS } from './web-address';

const IDENTIFIER_LENGTH = 254;
const NAME_LENGTH = 100;
const URL_LENGTH = 2_048;
const BIO_LENGTH = 2_000;
export const LANGUAGE_CODE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;
const CLEARABLE = { nullable: true, type: String } as const;

/** The profile of an account (JFW-EP-18): what is absent stays, `null` clears. */
export class UpdateUserDto {
  @ApiProperty({ example: 'jane.doe', description: 'The present one, or 5 to 64 characters of A-Z a-z 0-9 . _ -' })
  @IsString()
  @Matches(/\S/, { message: 'username should not be empty' })
  @MaxCodePoints(IDENTIFIER_LENGTH)
  username!: string;

  @ApiPropertyOptional({ ...CLEARABLE, example: 'jane.doe@example.com', description: 'A changed one is unverified.' })
  @Clearable()
  @IsString()
  @MaxCodePoints(IDENTIFIER_LENGTH)
  emailAddress?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, example: '+84901234567' })
  @Clearable()
  @IsString()
  @MaxCodePoints(64)
  phoneNumber?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, maxLength: NAME_LENGTH })
  @Clearable()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  nickName?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, maxLength: NAME_LENGTH })
  @Clearable()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  firstName?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, maxLength: NAME_LENGTH })
  @Clearable()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  lastName?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, example: 'en-US', description: 'Cleared, it is en-US.' })
  @Clearable()
  @IsString()
  @Matches(LANGUAGE_CODE, { message: 'languageCode must have the form en-US' })
  languageCode?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, example: 'Asia/Ho_Chi_Minh', maxLength: NAME_LENGTH })
  @Clearable()
  @IsString()
  @MaxCodePoints(NAME_LENGTH)
  timeZoneId?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, example: 'https://cdn.example.com/jane.png', maxLength: URL_LENGTH })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxCodePoints(URL_LENGTH)
  avatar?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, maxLength: BIO_LENGTH })
  @Clearable()
  @IsString()
  @MaxCodePoints(BIO_LENGTH)
  bio?: string | null;

  @ApiPropertyOptional({ ...CLEARABLE, example: 'https://jane.example.com', maxLength: URL_LENGTH })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxCodePoints(URL_LENGTH)
  website?: string | null;
}
