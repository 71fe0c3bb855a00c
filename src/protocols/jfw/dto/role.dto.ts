import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { type Permission, PERMISSIONS } from '../../../core/roles/permission';
import { Clearable } from './clearable.decorator';
import { IfPresent } from './credentials.dto';

const CODE = {
  example: 'support',
  maxLength: 64,
  description: 'Unique in the brand: A-Z a-z 0-9 . _ -; what back-ends know the role by.',
};
const PERMISSION_LIST = { enum: PERMISSIONS, isArray: true, example: ['USER.READ'] };
const MAX_IDS = 100;

/** A new custom role (JFW-ADM-01). */
export class CreateRoleDto {
  @ApiProperty(CODE)
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  code!: string;

  @ApiProperty({ example: 'Support', maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @IfPresent()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  @ApiPropertyOptional({ default: true, description: 'An inactive role grants nothing.' })
  @IfPresent()
  @IsBoolean()
  isActive?: boolean;

  @ApiPropertyOptional({ ...PERMISSION_LIST, description: 'Of those the caller has.' })
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(PERMISSIONS.length)
  @IsIn(PERMISSIONS, { each: true })
  permissions?: Permission[];
}

/** Changes of a custom role; absent members stay. */
export class UpdateRoleDto {
  @ApiPropertyOptional({ ...CODE, type: String })
  @Clearable()
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  code?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 200 })
  @Clearable()
  @IsString()
  @MaxLength(200)
  name?: string | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  @ApiPropertyOptional({ type: Boolean, description: 'An inactive role grants nothing.' })
  @Clearable()
  @IsBoolean()
  isActive?: boolean | null;

  @ApiPropertyOptional({ ...PERMISSION_LIST, description: 'All of them: those left out are taken away.' })
  @Clearable()
  @IsArray()
  @ArrayMaxSize(PERMISSIONS.length)
  @IsIn(PERMISSIONS, { each: true })
  permissions?: Permission[] | null;
}

/** Permissions to add or to take; the query parameter `permissions` says the same. */
export class PermissionsDto {
  @ApiPropertyOptional(PERMISSION_LIST)
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(PERMISSIONS.length)
  @IsIn(PERMISSIONS, { each: true })
  permissions?: Permission[];
}

/** Users by their ids; the query parameter `userIds` says the same. */
export class UserIdsDto {
  @ApiPropertyOptional({ type: [String], maxItems: MAX_IDS })
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsString({ each: true })
  userIds?: string[];
}

/** Roles by their ids; the query parameter `roleIds` says the same. */
export class RoleIdsDto {
  @ApiPropertyOptional({ type: [String], maxItems: MAX_IDS })
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsString({ each: true })
  roleIds?: string[];
}

/** The role of a user within an app. */
export class AppRoleDto {
  @ApiProperty({ example: '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c' })
  @IsString()
  @IsNotEmpty()
  roleId!: string;
}
