import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import type { BrandStatus } from '../../../core/brands/brand.entity';
import { BrandProfileDto } from './brand-profile.dto';
import { Clearable } from './clearable.decorator';

const STATUSES = ['Active', 'Inactive'] as const satisfies readonly BrandStatus[];

/** What a brand is called and looks like (JFW-EP-63). */
export class UpdateBrandDto {
  @ApiProperty({ example: 'Example Shop', maxLength: 200 })
  @IsString()
  @Matches(/\S/, { message: 'name should not be empty' })
  @MaxLength(200)
  name!: string;

  @ApiProperty({ example: 'shop', maxLength: 100 })
  @IsString()
  @Matches(/\S/, { message: 'abbr should not be empty' })
  @MaxLength(100)
  abbr!: string;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 2_000 })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 2_000 })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  tags?: string | null;

  @ApiPropertyOptional({ type: BrandProfileDto, description: 'Only what is named changes.' })
  @Clearable()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandProfileDto)
  profile?: BrandProfileDto;
}

/** JFW-ADM-11. */
export class BrandStatusDto {
  @ApiProperty({ enum: STATUSES })
  @IsIn(STATUSES)
  status!: BrandStatus;
}
