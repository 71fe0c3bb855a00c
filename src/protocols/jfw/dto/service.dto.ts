import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DEFAULT_TIMEOUT_SECONDS, MAX_HEADERS, MAX_TIMEOUT_SECONDS } from '../../../core/services/service-config';
import { Clearable } from './clearable.decorator';

class ServiceHeaderDto {
  @ApiProperty({ example: 'X-Api-Key', maxLength: 100 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name!: string;

  @ApiPropertyOptional({
    maxLength: 4_096,
    nullable: true,
    type: String,
    description: 'Kept encrypted and never shown. Absent, null or the mask: as it was.',
  })
  @Clearable()
  @IsString()
  @MaxLength(4_096)
  value?: string | null;
}

class ServiceOptionsDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_TIMEOUT_SECONDS, default: DEFAULT_TIMEOUT_SECONDS })
  @Clearable()
  @IsInt()
  @Min(1)
  @Max(MAX_TIMEOUT_SECONDS)
  timeoutSeconds?: number | null;

  @ApiPropertyOptional({ type: [ServiceHeaderDto], maxItems: MAX_HEADERS, description: 'Sent with every request.' })
  @Clearable()
  @IsArray()
  @ArrayMaxSize(MAX_HEADERS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ServiceHeaderDto)
  headers?: ServiceHeaderDto[] | null;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'The upstream applies the row filters it is sent.',
  })
  @Clearable()
  @IsBoolean()
  honoursFilters?: boolean | null;
}

class ServiceConfigDto extends ServiceOptionsDto {
  @ApiProperty({ example: 'https://orders.example.com/api' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_048)
  baseUrl!: string;
}

class ServiceConfigChangesDto extends ServiceOptionsDto {
  @ApiPropertyOptional({ type: String, example: 'https://orders.example.com/api' })
  @Clearable()
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_048)
  baseUrl?: string | null;
}

const NAME = {
  example: 'orders',
  maxLength: 64,
  description: 'Unique in the brand: A-Z a-z 0-9 _ -; kept in lower case.',
};

/** A new upstream (DF-SVC-01). */
export class CreateServiceDto {
  @ApiProperty(NAME)
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  name!: string;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'The name when absent.' })
  @Clearable()
  @IsString()
  @MaxLength(200)
  label?: string | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  @ApiPropertyOptional({ enum: ['rws'], default: 'rws' })
  @Clearable()
  @IsIn(['rws'])
  type?: 'rws' | null;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @Clearable()
  @IsBoolean()
  isActive?: boolean | null;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => ServiceConfigDto)
  config!: ServiceConfigDto;
}

/** Changes of an upstream; absent members stay. */
export class UpdateServiceDto {
  @ApiPropertyOptional({ ...NAME, type: String })
  @Clearable()
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  name?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 200 })
  @Clearable()
  @IsString()
  @MaxLength(200)
  label?: string | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  @ApiPropertyOptional({ enum: ['rws'] })
  @Clearable()
  @IsIn(['rws'])
  type?: 'rws' | null;

  @ApiPropertyOptional({ type: Boolean })
  @Clearable()
  @IsBoolean()
  isActive?: boolean | null;

  @ApiPropertyOptional({ type: ServiceConfigChangesDto })
  @Clearable()
  @IsObject()
  @ValidateNested()
  @Type(() => ServiceConfigChangesDto)
  config?: ServiceConfigChangesDto | null;
}
