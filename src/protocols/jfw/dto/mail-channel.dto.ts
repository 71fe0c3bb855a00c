import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { IfPresent } from './credentials.dto';
import { Clearable } from './clearable.decorator';

/** A brand's own mail server, whole. */
export class MailChannelDto {
  @ApiProperty({
    example: 'smtp://user:password@mail.example.com:587',
    maxLength: 2_048,
    writeOnly: true,
    description: '`smtp://`, or `smtps://` for TLS from the start. Kept encrypted and never shown.',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_048)
  url!: string;

  @ApiProperty({ example: 'no-reply@example.com', maxLength: 254 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(254)
  fromAddress!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, description: "The brand's name when absent." })
  @Clearable()
  @IsString()
  @MaxLength(200)
  fromName?: string | null;
}

/** Where a test mail goes. */
export class MailChannelTestDto {
  @ApiPropertyOptional({
    example: 'me@example.com',
    maxLength: 254,
    description: "The address of the caller's own account; no other one, and that one when absent.",
  })
  @IfPresent()
  @IsString()
  @IsNotEmpty()
  @MaxLength(254)
  to?: string;
}
