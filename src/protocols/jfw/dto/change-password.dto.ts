import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString } from 'class-validator';

/** A new password for oneself (JFW-PWD-04). */
export class ChangePasswordDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  oldPassword!: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  newPassword!: string;

  @ApiProperty({ example: 'correct horse battery', description: 'Equal to `newPassword`.' })
  @IsString()
  @IsNotEmpty()
  confirmPassword!: string;
}
