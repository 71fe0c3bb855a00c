import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsString, Matches } from 'class-validator';
import { IfPresent } from './credentials.dto';

/** A forgotten password (JFW-PWD-06). */
export class ForgotPasswordDto {
  @ApiProperty({ example: 'jane.doe@example.com', description: 'Address of the account; not checked for syntax.' })
  @IsString()
  @Matches(/\S/, { message: 'emailAddress should not be empty' })
  emailAddress!: string;

  @ApiPropertyOptional({
    example: 'https://app.example.com/reset',
    description: 'Where the mail leads; the token is added as parameter `token`. Absent: the brand setting.',
  })
  @IfPresent()
  @IsString()
  resetPasswordLink?: string;
}

/** A new password against the token of a reset mail (JFW-PWD-09). */
export class ResetPasswordDto {
  @ApiProperty({ example: 'jane.doe@example.com' })
  @IsString()
  emailAddress!: string;

  @ApiProperty({ description: 'As it stands in the link.' })
  @IsString()
  token!: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  newPassword!: string;
}

/** The token of a link that confirms an address (JFW-PWD-11). */
export class VerifyEmailDto {
  @ApiProperty({ description: 'As it stands in the link.' })
  @IsString()
  token!: string;
}
