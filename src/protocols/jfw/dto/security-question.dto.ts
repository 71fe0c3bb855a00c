import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString } from 'class-validator';

/** A question to answer when the password is forgotten (jfw.md §28). */
export class SecurityQuestionDto {
  @ApiProperty({ example: 'What was the name of your first pet?' })
  @IsString()
  @IsNotEmpty()
  question!: string;

  @ApiProperty({ description: 'Compared without case and outer blanks.' })
  @IsString()
  @IsNotEmpty()
  answer!: string;

  @ApiProperty({ description: 'The current password.' })
  @IsString()
  @IsNotEmpty()
  password!: string;
}

/** No such question any more. */
export class RemoveSecurityQuestionDto {
  @ApiProperty({ description: 'The current password.' })
  @IsString()
  @IsNotEmpty()
  password!: string;
}
