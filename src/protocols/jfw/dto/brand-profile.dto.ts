import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, IsUrl, Matches, MaxLength } from 'class-validator';
import { Clearable } from './clearable.decorator';
import { WEB_ADDRESS } from './web-address';

const ADDRESS = { nullable: true, type: String, maxLength: 2_048 };
const COLOR = { nullable: true, type: String, maxLength: 64, example: '#1a2b3c' };

/** `#1a2b3c`, `rebeccapurple`, `rgb(1 2 3 / 50%)`: what a style sheet takes as a colour, and nothing that could end one. */
const IsColor = (): PropertyDecorator =>
  Matches(/^[#\w(),.%/ -]{1,64}$/, { message: '$property must be a colour of at most 64 characters' });

/** What a brand looks like (jfw.md §23). JFW spells the addresses in two ways. */
export class BrandProfileDto {
  @ApiPropertyOptional(ADDRESS)
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  logoURL?: string | null;

  @ApiPropertyOptional({ ...ADDRESS, description: 'The older name of `logoURL`.' })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  logoUrl?: string | null;

  @ApiPropertyOptional(ADDRESS)
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  faviconURL?: string | null;

  @ApiPropertyOptional({ ...ADDRESS, description: 'The older name of `faviconURL`.' })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  faviconUrl?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 500 })
  @Clearable()
  @IsString()
  @MaxLength(500)
  slogan?: string | null;

  @ApiPropertyOptional(COLOR)
  @Clearable()
  @IsColor()
  primaryColor?: string | null;

  @ApiPropertyOptional(COLOR)
  @Clearable()
  @IsColor()
  primaryColorHover?: string | null;

  @ApiPropertyOptional(COLOR)
  @Clearable()
  @IsColor()
  secondaryColor?: string | null;

  @ApiPropertyOptional(COLOR)
  @Clearable()
  @IsColor()
  tertiaryColor?: string | null;
}
