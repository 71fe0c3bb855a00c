import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsNotEmpty, IsString, Matches } from 'class-validator';
import { USER_TYPES, type UserType } from '../../../core/roles/permission';
import { IfPresent } from './credentials.dto';
import { MaxCodePoints } from './max-code-points.decorator';
import { LANGUAGE_CODE } from './update-user.dto';

const NAME_LENGTH = 100;
const MAX_IDS = 100;
const LINK = "Where the mail leads, judged as JFW-PWD-07 says; absent: the brand's own page. `token` is added.";

/** Another mail to somebody who was invited. */
export class ResendInvitationDto {
  @ApiPropertyOptional({ example: 'https://app.example.com/welcome', description: LINK })
  @IfPresent()
  @IsString()
  invitationLink?: string;
}

/** Somebody is asked in. */
export class InviteUserDto extends ResendInvitationDto {
  @ApiProperty({ example: 'jane.doe@example.com' })
  @IsString()
  @IsNotEmpty()
  @MaxCodePoints(254)
  emailAddress!: string;

  @ApiPropertyOptional({ example: 'jane.doe', description: 'Absent: the e-mail address.' })
  @IfPresent()
  @IsString()
  @MaxCodePoints(254)
  username?: string;

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

  @ApiPropertyOptional({ enum: USER_TYPES, description: 'Absent: EndUser.' })
  @IfPresent()
  @IsIn(USER_TYPES)
  type?: UserType;

  @ApiPropertyOptional({ type: [String], maxItems: MAX_IDS, description: 'Custom roles; needs `ROLE.UPDATE` as well.' })
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsString({ each: true })
  roleIds?: string[];

  @ApiPropertyOptional({ example: 'vi', description: "What the person reads; absent: the brand's language." })
  @IfPresent()
  @IsString()
  @Matches(LANGUAGE_CODE, { message: 'languageCode must have the form en-US' })
  languageCode?: string;
}

/** The secret of an invitation, or of a registration, and the first password. */
export class AcceptInvitationDto {
  @ApiProperty({ description: 'As the link of the mail has it.' })
  @IsString()
  @IsNotEmpty()
  token!: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  password!: string;
}
