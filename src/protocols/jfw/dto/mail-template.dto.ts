import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsString } from 'class-validator';
import { IfPresent } from './credentials.dto';

const SUBJECT = {
  maxLength: 300,
  example: 'Choose a new password',
  description: 'One line; placeholders in double braces.',
};
const PLAIN = { description: 'At most 60,000 bytes; placeholders in double braces, such as the link.' };
const HTML = {
  description:
    "What stands between the brand's name and its support address; a whole document is taken as it is. At most 60,000 bytes.",
};

/** A brand's own words for a mail, whole. */
export class MailTemplateDto {
  @ApiProperty(SUBJECT)
  @IsString()
  @IsNotEmpty()
  subject!: string;

  @ApiProperty(PLAIN)
  @IsString()
  @IsNotEmpty()
  plain!: string;

  @ApiProperty(HTML)
  @IsString()
  @IsNotEmpty()
  html!: string;
}

/** What a preview shows in the place of what is kept. */
export class MailPreviewDto {
  @ApiPropertyOptional(SUBJECT)
  @IfPresent()
  @IsString()
  @IsNotEmpty()
  subject?: string;

  @ApiPropertyOptional(PLAIN)
  @IfPresent()
  @IsString()
  @IsNotEmpty()
  plain?: string;

  @ApiPropertyOptional(HTML)
  @IfPresent()
  @IsString()
  @IsNotEmpty()
  html?: string;
}
