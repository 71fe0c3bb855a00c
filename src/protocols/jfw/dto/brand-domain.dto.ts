import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsBoolean, IsNotEmpty, IsString } from 'class-validator';
import { IfPresent } from './credentials.dto';

/** One more name of a brand (JFW-ADM-12). */
export class AddDomainDto {
  @ApiProperty({ example: 'shop.example.com', description: 'Host, or host:port.' })
  @IsString()
  @IsNotEmpty()
  domain!: string;

  @ApiPropertyOptional({ default: false, description: 'The primary one as soon as it is verified.' })
  @IfPresent()
  @IsBoolean()
  isPrimary?: boolean;
}

/** A brand always has a primary domain; another one takes its place. */
export class PreferDomainDto {
  @ApiProperty({ enum: [true] })
  @Equals(true, { message: 'isPrimary must be true: another domain takes its place by becoming the primary one' })
  isPrimary!: true;
}
