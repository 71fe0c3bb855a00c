import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString } from 'class-validator';

/** A new password for somebody else (JFW-PWD-05). */
export class SetPasswordDto {
  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @IsNotEmpty()
  newPassword!: string;

  @ApiProperty({ description: 'Equal to `newPassword`.' })
  @IsString()
  @IsNotEmpty()
  confirmPassword!: string;
}
