import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNotEmpty, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';
import { BrandProfileDto } from './brand-profile.dto';
import { IfPresent } from './credentials.dto';

class BrandDomainDto {
  @ApiProperty({ example: 'shop.example.com', description: 'Host, or host:port, that names the brand.' })
  @IsString()
  @IsNotEmpty()
  domain!: string;
}

/** A new brand (JFW-ADM-10). */
export class CreateBrandDto {
  @ApiProperty({ example: 'Example Shop' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ example: 'shop' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  abbr!: string;

  @ApiPropertyOptional()
  @IfPresent()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  @ApiPropertyOptional({ description: 'Id of the brand above it.' })
  @IfPresent()
  @IsString()
  parentId?: string;

  @ApiPropertyOptional({ example: 'shop', description: 'Lower-case name for paths; made from `abbr` when absent.' })
  @IfPresent()
  @IsString()
  @MaxLength(64)
  code?: string;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandDomainDto)
  setting!: BrandDomainDto;

  @ApiPropertyOptional()
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandProfileDto)
  profile?: BrandProfileDto;
}
