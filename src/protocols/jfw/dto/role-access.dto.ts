import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
import { ALL_VERBS, type Verb, VERB_NAMES } from '../../../core/roles/access-evaluator';
import { Clearable } from './clearable.decorator';

const MAX_ROWS = 200;
const MAX_FILTERS = 20;

/** A condition on the upstream's rows (DF-ACC-06). */
export class RowFilterDto {
  @ApiProperty({ example: 'owner_id', maxLength: 64 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  name!: string;

  @ApiProperty({ example: '=', maxLength: 32 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(32)
  operator!: string;

  @ApiProperty({ example: '{user.id}', maxLength: 1_000 })
  @IsString()
  @MaxLength(1_000)
  value!: string;
}

/** What a role may do with a component of a service (DF-ACC-05). */
export class ServiceAccessDto {
  @ApiPropertyOptional({ nullable: true, type: String, description: 'Absent or null: every service.' })
  @Clearable()
  @IsString()
  serviceId?: string | null;

  @ApiProperty({ example: '_table/*', description: 'A path below the service, a path followed by /*, or *.' })
  @IsString()
  @MaxLength(255)
  component!: string;

  @ApiPropertyOptional({ enum: VERB_NAMES, isArray: true, description: 'This or verbMask.' })
  @Clearable()
  @IsArray()
  @ArrayMaxSize(VERB_NAMES.length)
  @IsIn(VERB_NAMES, { each: true })
  verbs?: Verb[] | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: ALL_VERBS,
    description: 'GET 1, POST 2, PUT 4, PATCH 8, DELETE 16.',
  })
  @Clearable()
  @IsInt()
  @Min(0)
  @Max(ALL_VERBS)
  verbMask?: number | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 3, default: 1, description: 'API 1, script 2.' })
  @Clearable()
  @IsInt()
  @Min(1)
  @Max(3)
  requestorMask?: number | null;

  @ApiPropertyOptional({ type: [RowFilterDto], description: 'Only for services that honour filters.' })
  @Clearable()
  @IsArray()
  @ArrayMaxSize(MAX_FILTERS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RowFilterDto)
  filters?: RowFilterDto[] | null;

  @ApiPropertyOptional({ enum: ['AND', 'OR'], default: 'AND' })
  @Clearable()
  @IsIn(['AND', 'OR'])
  filterOp?: 'AND' | 'OR' | null;
}

/** All that a role may do with services; what is left out is taken away. */
export class RoleAccessDto {
  @ApiProperty({ type: [ServiceAccessDto], maxItems: MAX_ROWS })
  @IsArray()
  @ArrayMaxSize(MAX_ROWS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ServiceAccessDto)
  services!: ServiceAccessDto[];
}
